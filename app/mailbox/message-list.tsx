import { LocalTime } from '@/components/local-time'
import type { MailboxEntry } from '@/lib/email/transport/mailbox/mailbox'
import type { Locale } from '@/lib/kernel/locale'
import styles from './message-list.module.css'

type MessageListProps = { messages: MailboxEntry[]; chosen?: number; locale: Locale; label: string }

/** The messages, newest first. */
export function MessageList({ messages, chosen, locale, label }: MessageListProps) {
  return (
    <nav className={styles.list} aria-label={label}>
      <ul>
        {messages.map(({ id, to, subject, createdAt }) => (
          <li key={id}>
            <a href={`/mailbox?id=${id}`} aria-current={id === chosen ? 'page' : undefined}>
              <strong>{subject}</strong>
              <bdi>{to}</bdi>
              <LocalTime iso={createdAt.toISOString()} locale={locale} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
