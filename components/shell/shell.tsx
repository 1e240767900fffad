import type { ReactNode } from 'react'
import { FormPageProvider } from '@/components/form/form-page'
import { OutdatedNote } from '@/components/outdated/outdated-note'
import { isOperator } from '@/lib/http/page/current-user'
import { readFormPage } from '@/lib/http/page/form-page'
import { requestLocale } from '@/lib/http/page/request-locale'
import { shownOnPage } from '@/lib/http/page/shown-account'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { PRODUCT } from '@/lib/kernel/brand'
import { AccountMenu } from './account-menu'
import { LanguageSwitch } from './language-switch'
import styles from './shell.module.css'
import { Wordmark } from './wordmark'

type ShellProps = {
  children: ReactNode
  /** The signed-in account and its way out, on the pages that belong to it. */
  account?: { userId: number; email: string }
  /** `narrow` centres one panel, `wide` gives the page the usual measure, `full` lets it fill a large screen. */
  measure?: 'narrow' | 'wide' | 'full'
}

/** Frame of every page: skip link, header, main, footer. */
export async function Shell({ children, account, measure = 'narrow' }: ShellProps) {
  const [locale, formPage] = await Promise.all([requestLocale(), readFormPage()])
  const { form, site } = pageTexts(locale)
  return (
    <FormPageProvider value={{ ...formPage, account: shownOnPage(account) }}>
      <div className={styles.shell} data-measure={measure}>
        <a className={styles.skip} href="#main">
          {site.skip}
        </a>
        <header className={styles.header}>
          <Wordmark label={site.home} />
          {account && (
            <AccountMenu
              email={account.email}
              operators={(await isOperator()) ? { href: '/monitoring', label: site.monitoring } : undefined}
              texts={{ account: site.account, signOut: site.signOut, unreachable: form.unreachable }}
            />
          )}
          <LanguageSwitch label={site.language} current={locale} path={formPage.page} />
        </header>
        <main id="main" className={styles[measure]} tabIndex={-1}>
          <OutdatedNote />
          {children}
        </main>
        <footer className={styles.footer}>
          <span>{PRODUCT}</span>
          <span>{site.tagline}</span>
        </footer>
      </div>
    </FormPageProvider>
  )
}
