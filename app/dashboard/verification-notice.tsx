'use client'

import { FormAlert } from '@/components/form/form-alert'
import { PlainFormFields } from '@/components/form/form-page'
import { useForm } from '@/components/form/use-form'
import { Sign } from '@/components/panel/sign'
import { ResendButton } from '@/components/resend/resend-button'
import { useCountdown } from '@/components/resend/use-countdown'
import type { VerificationStatus } from '@/lib/auth/read-verification-status'
import { AddressForm } from './address-form'
import { CodeForm } from './code-form'
import styles from './dashboard.module.css'
import { MailState } from './mail-state'
import type { NoticeTexts } from './notice-texts'
import { isMoving, isRefusal, standingOf } from './standing'
import { useStatus } from './use-status'

/** Seconds between two reloads without JavaScript. */
const RELOAD = 15

type VerificationNoticeProps = {
  first: VerificationStatus
  email: string
  texts: NoticeTexts
}

/** State of the verification, and its remedies. Follows the server until the address is verified. */
export function VerificationNotice({ first, email, texts }: VerificationNoticeProps) {
  const { status, lookNow } = useStatus(first)
  const resend = useForm({
    actions: ['/api/auth/verify-email/resend'],
    unreachable: texts.unreachable,
    onAnswer: lookNow,
  })
  const { refusal, answer } = resend.state
  const seconds = Math.max(
    useCountdown(status.retryAfter, status),
    useCountdown(refusal?.retryAfter ?? 0, resend.state),
  )
  const isVerified = status.emailVerified
  const standing = standingOf(status)
  const isRefused = isRefusal(standing)
  return (
    <>
      <p className={styles.lead}>{isVerified ? texts.leadVerified : texts.leadPending}</p>
      <section className={styles.notice} aria-labelledby="verification">
        <div role="status">
          <Sign
            shape={isVerified ? 'done' : 'mail'}
            tone={isVerified ? 'good' : isRefused ? 'warm' : 'accent'}
          />
          <h2 id="verification">{isVerified ? texts.verifiedHeading : texts.pendingHeading}</h2>
          {isVerified ? (
            <p className={styles.next}>{texts.verifiedMore}</p>
          ) : (
            <MailState standing={standing} email={email} texts={texts} />
          )}
          {answer !== undefined && !isVerified && !isRefused && (
            <p className={styles.resent}>{texts.resent}</p>
          )}
        </div>
        {!isVerified && !isRefused && status.message && <CodeForm texts={texts} onAnswer={lookNow} />}
        {!isVerified && !status.suppressed && (
          <form {...resend.props} className={styles.resend}>
            <PlainFormFields />
            <FormAlert refusal={refusal} />
            <ResendButton
              seconds={seconds}
              isMain={standing === 'none' || standing === 'failed'}
              pending={resend.pending}
              texts={{ label: texts.resend, waiting: texts.resendWait, pending: texts.resending }}
            />
          </form>
        )}
        {!isVerified && <AddressForm isRefused={isRefused} texts={texts} />}
      </section>
      {isMoving(standing) && !isVerified && (
        <noscript>
          <meta httpEquiv="refresh" content={`${RELOAD};url=/dashboard`} />
        </noscript>
      )}
    </>
  )
}
