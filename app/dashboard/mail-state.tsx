import type { VerificationStatus } from '@/lib/auth/verification-status'
import type { PageTexts } from '@/lib/i18n/pages'
import styles from './dashboard.module.css'

type State = NonNullable<VerificationStatus['message']>['state'] | 'none'

const NEXT = {
  queued: 'nextSending',
  sending: 'nextSending',
  sent: 'nextSent',
  delayed: 'nextDelayed',
  delivered: 'nextSent',
  bounced: 'nextBounced',
  complained: 'nextComplained',
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
