'use client'

import { Address } from '@/components/address'
import button from '@/components/button/button.module.css'
import chip from '@/components/chip/chip.module.css'
import { FormAlert } from '@/components/form/form-alert'
import { MethodField, PlainFormFields } from '@/components/form/form-page'
import type { useForm } from '@/components/form/use-form'
import { LocalTime } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import type { OwnAccount } from '@/lib/auth/read-account'
import type { Locale } from '@/lib/kernel/locale'
import { MAIL_TONES, type MailStanding, mailStanding } from '../mail-standing'
import styles from './address.module.css'
import type { AddressTexts } from './address-texts'

/** The next step by the state of the message. */
const NEXT: Record<MailStanding, keyof AddressTexts['next']> = {
  queued: 'moving',
  sending: 'moving',
  sent: 'sent',
  delivered: 'sent',
  handedOn: 'sent',
  delayed: 'delayed',
  softBounced: 'softBounced',
  hardBounced: 'refused',
  complained: 'refused',
  failed: 'failed',
}

type PendingAddressProps = {
  account: OwnAccount
  cancel: ReturnType<typeof useForm>
  locale: Locale
  texts: AddressTexts
}

/** A new address that waits for its proof: what became of its message, and the way back. */
export function PendingAddress({ account, cancel, locale, texts }: PendingAddressProps) {
  const { pendingEmail, pendingEmailUntil, pendingEmailMessage } = account
  const { address } = texts
  const standing = pendingEmailMessage && mailStanding(pendingEmailMessage)
  return (
    <div className={styles.pending}>
      <h3>{address.pendingHeading}</h3>
      <div role="status">
        <dl>
          <dt>
            <span>{address.pendingTo}</span> {pendingEmail && <Address email={pendingEmail} />}
          </dt>
          {standing && (
            <dd key={standing} className={chip.chip} data-tone={MAIL_TONES[standing]} data-dot>
              {texts.mail[standing]}
            </dd>
          )}
        </dl>
        {standing && <p key={standing}>{texts.next[NEXT[standing]]}</p>}
      </div>
      {pendingEmailUntil && (
        <p>
          <Sentence
            text={address.pendingUntil}
            fill={{ when: <LocalTime iso={pendingEmailUntil} locale={locale} /> }}
          />
        </p>
      )}
      <p>{address.again}</p>
      <form {...cancel.props}>
        <FormAlert refusal={cancel.state.refusal} />
        <MethodField method="DELETE" />
        <PlainFormFields />
        <button className={button.secondary} type="submit" aria-disabled={cancel.pending || undefined}>
          {address.cancel}
        </button>
      </form>
    </div>
  )
}
