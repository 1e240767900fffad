import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { requireOperator } from '@/lib/http/page/guards'
import { requestLocale } from '@/lib/http/page/request-locale'
import { requestPath } from '@/lib/http/page/request-path'
import { peopleTexts } from '@/lib/i18n/texts/people'
import styles from './layout.module.css'

/** Shell and tabs around the operators' pages. */
export default async function MonitoringLayout({ children }: { children: ReactNode }) {
  const [locale, path] = await Promise.all([requestLocale(), requestPath()])
  const { user } = await requireOperator(path)
  const texts = peopleTexts(locale)
  const isAccounts = path.startsWith('/monitoring/users')
  const isLostMail = path.startsWith('/monitoring/emails')
  const isServices = path.startsWith('/monitoring/webhooks')
  const tab = (href: string, label: string, isCurrent: boolean) => (
    <a href={href} aria-current={isCurrent ? 'page' : undefined}>
      {label}
    </a>
  )
  return (
    <Shell
      account={{ userId: user.id, email: user.email }}
      measure={isAccounts || isLostMail || isServices ? 'wide' : 'full'}
    >
      <nav className={styles.tabs} aria-label={texts.tabs}>
        {tab('/monitoring', texts.board, !isAccounts && !isLostMail && !isServices)}
        {tab('/monitoring/users', texts.accounts, isAccounts)}
        {tab('/monitoring/emails', texts.lostMail, isLostMail)}
        {tab('/monitoring/webhooks', texts.services, isServices)}
      </nav>
      {children}
    </Shell>
  )
}
