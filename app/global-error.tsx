'use client'

import button from '@/components/button/button.module.css'
import panel from '@/components/panel/panel.module.css'
import { FAILURE_TEXTS } from '@/lib/i18n/texts/failures'
import { PRODUCT } from '@/lib/kernel/brand'
import { LOCALES } from '@/lib/kernel/locale'
import styles from './error.module.css'
import './globals.css'

/** The whole document failed, and with it the knowledge of the person's language: so it is said in both. */
export default function GlobalError() {
  return (
    <html lang="fr">
      <body>
        <title>{PRODUCT}</title>
        <main className={styles.page}>
          {LOCALES.map((locale, index) => {
            const Heading = index === 0 ? 'h1' : 'h2'
            return (
              <div className={`${panel.panel} ${panel.message}`} key={locale} lang={locale}>
                <Heading>{FAILURE_TEXTS[locale].heading}</Heading>
                <p>{FAILURE_TEXTS[locale].lead}</p>
                <a className={button.secondary} href="/">
                  {FAILURE_TEXTS[locale].home}
                </a>
              </div>
            )
          })}
        </main>
      </body>
    </html>
  )
}
