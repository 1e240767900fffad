'use client'

import { FormAlert } from '@/components/form/form-alert'
import { Sign } from '@/components/panel/sign'
import { ResendButton } from '@/components/resend/resend-button'
import { useCountdown } from '@/components/resend/use-countdown'
import type { VerificationStatus } from '@/lib/auth/verification-status'
import type { PageTexts } from '@/lib/i18n/pages'
import styles from './dashboard.module.css'
import { MailState } from './mail-state'
import { useResend } from './use-resend'
import { useStatus } from './use-status'

/** Seconds after which a page without JavaScript looks again. */
const RELOAD = 15

type VerificationNoticeProps = {
  first: VerificationStatus
  email: string
  texts: PageTexts['dashboard'] & { unreachable: string }
}

/** Where the verification stands, and what to do about it. Turns calm by itself once the address is verified. */
export function VerificationNotice({ first, email, texts }: VerificationNoticeProps) {
  const { status, lookNow } = useStatus(first)
  const { resend, pending, form } = useResend(texts.unreachable, lookNow)
  const seconds = Math.max(
    useCountdown(status.retryAfter, status),
    useCountdown(resend.refusal?.retryAfter ?? 0, resend),
  )
  const isVerified = status.emailVerified
  return (
    <>
      <p className={styles.lead}>{isVerified ? texts.leadVerified : texts.leadPending}</p>
      <section className={styles.notice} aria-labelledby="verification">
        <div role="status">
          <Sign shape={isVerified ? 'done' : 'mail'} tone={isVerified ? 'good' : 'accent'} />
          <h2 id="verification">{isVerified ? texts.verifiedHeading : texts.pendingHeading}</h2>
          {isVerified ? (
            <p className={styles.next}>{texts.verifiedMore}</p>
          ) : (
            <MailState state={status.message?.state ?? 'none'} email={email} texts={texts} />
          )}
          {resend.isSent && !isVerified && <p className={styles.resent}>{texts.resent}</p>}
        </div>
        {!isVerified && (
          <form {...form} className={styles.resend}>
            <FormAlert refusal={resend.refusal} />
            <ResendButton
              seconds={seconds}
              isMain={!status.message || status.message.state === 'failed'}
              pending={pending}
              texts={{ label: texts.resend, waiting: texts.resendWait, pending: texts.resending }}
            />
          </form>
        )}
      </section>
      {!isVerified && (
        <noscript>
          <meta httpEquiv="refresh" content={`${RELOAD};url=/dashboard`} />
        </noscript>
      )}
    </>
  )
}
