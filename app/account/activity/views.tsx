import type { AccountTexts } from '@/lib/i18n/texts/account/account'
import styles from './activity.module.css'

type ViewsProps = { current: 'events' | 'emails'; texts: AccountTexts['activity'] }

/** The two lists of the section. */
export function Views({ current, texts }: ViewsProps) {
  const view = (name: 'events' | 'emails', href: string) => (
    <a href={href} aria-current={name === current ? 'page' : undefined}>
      {texts[name]}
    </a>
  )
  return (
    <nav className={styles.views} aria-label={texts.views}>
      {view('events', '/account/activity')}
      {view('emails', '/account/activity/emails')}
    </nav>
  )
}
