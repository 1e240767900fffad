'use client'

import button from '@/components/button/button.module.css'
import { FocusedHeading } from '@/components/panel/focused-heading'
import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import { useBrowserValue } from '@/components/use-browser-value'
import { FAILURE_TEXTS } from '@/lib/i18n/texts/failures'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/kernel/locale'
import styles from './error.module.css'

const documentLocale = (): Locale => {
  const { lang } = document.documentElement
  return isLocale(lang) ? lang : DEFAULT_LOCALE
}

/** A page that failed on the server. Nothing of the error is shown; it is in the log. */
export default function PageError() {
  const texts = FAILURE_TEXTS[useBrowserValue(documentLocale, DEFAULT_LOCALE)]
  return (
    <main className={styles.page}>
      <div className={`${panel.panel} ${panel.message}`}>
        <Sign shape="broken" tone="warm" />
        <FocusedHeading>{texts.heading}</FocusedHeading>
        <p>{texts.lead}</p>
        <div className={`${button.row} ${styles.actions}`}>
          <button className={button.primary} type="button" onClick={() => location.reload()}>
            {texts.retry}
          </button>
          <a className={button.secondary} href="/">
            {texts.home}
          </a>
        </div>
      </div>
    </main>
  )
}
