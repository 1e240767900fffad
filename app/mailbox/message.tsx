import { LocalTime } from '@/components/local-time'
import { mailedToken } from '@/dev/mailbox-simulator/open-as-scanner'
import type { MailboxEntry } from '@/lib/email/transport/mailbox/mailbox'
import type { PageTexts } from '@/lib/i18n/texts/pages'
import type { Locale } from '@/lib/kernel/locale'
import { LinkedText } from './linked-text'
import styles from './message.module.css'
import { Simulator } from './simulator'

type View = 'html' | 'text'

type MessageProps = {
  message?: MailboxEntry
  /** The requested message does not exist. */
  isMissing: boolean
  view: View
  locale: Locale
  texts: PageTexts['mailbox'] & Pick<PageTexts['form'], 'unreachable'>
}

/** Every link of the mail opens in this window, where the person's session is, under any target it names. */
const withTopLinks = (html: string): string =>
  html
    .replace(/(<a\b[^>]*?)\starget="[^"]*"/gi, '$1')
    .replace(/<head[^>]*>|^(?!.*<head)/is, (head) => `${head}<base target="_top">`)

function Views({ id, view, texts }: { id: number; view: View; texts: MessageProps['texts'] }) {
  return (
    <nav className={styles.views} aria-label={texts.view}>
      {(['html', 'text'] as const).map((name) => (
        <a
          key={name}
          href={`/mailbox?id=${id}&view=${name}`}
          aria-current={name === view ? 'true' : undefined}
        >
          {texts[name]}
        </a>
      ))}
    </nav>
  )
}

/** One message as its reader gets it. Its HTML stands in a frame that may run nothing. */
export function Message({ message, isMissing, view, locale, texts }: MessageProps) {
  if (!message) return <p className={styles.hint}>{isMissing ? texts.gone : texts.choose}</p>
  const { id, outboxId, from, to, subject, createdAt } = message
  return (
    <article className={styles.message} aria-labelledby="subject">
      <a className={styles.back} href="/mailbox">
        {texts.back}
      </a>
      <header>
        <h2 id="subject">{subject}</h2>
        <dl>
          <dt>{texts.from}</dt>
          <dd>{from}</dd>
          <dt>{texts.to}</dt>
          <dd>
            <bdi>{to}</bdi>
          </dd>
          <dt>{texts.received}</dt>
          <dd>
            <LocalTime iso={createdAt.toISOString()} locale={locale} />
          </dd>
        </dl>
        {outboxId !== undefined && (
          <Simulator
            key={id}
            message={{ id, outboxId }}
            hasLink={mailedToken(message.text) !== null}
            texts={texts}
          />
        )}
        <Views id={id} view={view} texts={texts} />
      </header>
      {view === 'text' ? (
        <pre className={styles.text}>
          <LinkedText text={message.text} />
        </pre>
      ) : (
        <iframe
          className={styles.frame}
          title={texts.frame}
          sandbox="allow-top-navigation-by-user-activation"
          srcDoc={withTopLinks(message.html)}
        />
      )}
    </article>
  )
}
