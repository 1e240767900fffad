import type { PageTexts } from '@/lib/i18n/pages'
import styles from './dashboard.module.css'

type State = 'queued' | 'sending' | 'sent' | 'failed' | 'none'

const NEXT = {
  queued: 'nextSending',
  sending: 'nextSending',
  sent: 'nextSent',
  failed: 'nextFailed',
  none: 'nextNone',
} as const

/** Where the verification e-mail is, and what to do next. */
export function MailState({
  state,
  email,
  texts,
}: {
  state: State
  email: string
  texts: PageTexts['dashboard']
}) {
  return (
    <>
      <dl className={styles.mail}>
        <dt>
          {texts.mailTo} <bdi className={styles.address}>{email}</bdi>
        </dt>
        <dd className={styles.pill} data-state={state}>
          {texts[state]}
        </dd>
      </dl>
      <p className={styles.next}>{texts[NEXT[state]]}</p>
    </>
  )
}
