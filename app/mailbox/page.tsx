import type { Metadata } from 'next'
import { ReloadLink } from '@/components/alive/reload-link'
import { Shell } from '@/components/shell/shell'
import { listMailbox, readMailbox } from '@/lib/email/transport/mailbox/mailbox'
import { requireLocalMailbox } from '@/lib/http/page/guards'
import { requestLocale } from '@/lib/http/page/request-locale'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { AutoRefresh } from './auto-refresh'
import { EmptyMailbox } from './empty-mailbox'
import { Message } from './message'
import { MessageList } from './message-list'
import styles from './page.module.css'

/** More than anybody reads; the newest come first. */
const LIMIT = 50

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await requestLocale()).mailbox.title, referrer: 'same-origin' }
}

type MailboxPageProps = { searchParams: Promise<{ id?: string | string[]; view?: string | string[] }> }

/** Messages of the `mailbox` transport. 404 under any other transport. */
export default async function MailboxPage({ searchParams }: MailboxPageProps) {
  const ctx = requireLocalMailbox()
  const [{ id, view }, locale] = await Promise.all([searchParams, requestLocale()])
  const messages = await listMailbox(ctx, { limit: LIMIT })
  const chosen =
    typeof id === 'string' && /^\d{1,15}$/.test(id) ? await readMailbox(ctx, Number(id)) : undefined
  const { mailbox, form } = pageTexts(locale)
  return (
    <Shell measure="wide">
      <div className={styles.head}>
        <h1>{mailbox.heading}</h1>
        <p>
          <span>{mailbox.lead}</span> <ReloadLink label={mailbox.reload} />
        </p>
      </div>
      {messages.length === 0 ? (
        <EmptyMailbox texts={mailbox} />
      ) : (
        <div className={styles.columns} data-reading={id !== undefined}>
          <MessageList messages={messages} chosen={chosen?.id} locale={locale} label={mailbox.list} />
          <Message
            message={chosen}
            isMissing={id !== undefined && !chosen}
            view={view === 'text' ? 'text' : 'html'}
            locale={locale}
            texts={{ ...mailbox, unreachable: form.unreachable }}
          />
        </div>
      )}
      <AutoRefresh isReading={chosen !== undefined} />
    </Shell>
  )
}
