'use client'

import { useRouter } from 'next/navigation'
import { Address } from '@/components/address'
import chip from '@/components/chip/chip.module.css'
import { Done } from '@/components/done/done'
import { useForm } from '@/components/form/use-form'
import { LocalTime } from '@/components/local-time'
import { Sentence } from '@/components/sentence'
import type { OwnAccount } from '@/lib/auth/read-account'
import type { Locale } from '@/lib/kernel/locale'
import card from '../card.module.css'
import styles from './address.module.css'
import { AddressForm } from './address-form'
import type { AddressTexts } from './address-texts'
import { PendingAddress } from './pending-address'
import { useAccount } from './use-account'

type AddressCardProps = {
  first: OwnAccount
  isProofFresh: boolean
  byCode: boolean
  locale: Locale
  texts: AddressTexts
}

const ACTIONS = ['/api/account/email']

/** The address, a change of it that waits for its proof, and the way to ask for one. */
export function AddressCard({ first, isProofFresh, byCode, locale, texts }: AddressCardProps) {
  const account = useAccount(first)
  const router = useRouter()
  const shared = { actions: ACTIONS, unreachable: texts.form.unreachable, onAnswer: () => router.refresh() }
  const request = useForm({ ...shared, isOwn: ({ method }) => method !== 'DELETE' })
  const cancel = useForm({ ...shared, isOwn: ({ method }) => method === 'DELETE' })
  const { user, pendingEmail, undoUntil } = account
  const { address } = texts
  // The request's message gives way to the cancellation's, and the other way round.
  const isPending = pendingEmail !== null
  const done = isPending ? request.state.answer : cancel.state.answer
  const sentence = isPending ? address.requested : address.cancelled
  return (
    <section className={card.card} aria-labelledby="address">
      <div className={card.top}>
        <h2 id="address">{address.heading}</h2>
        <span className={chip.chip} data-tone={user.emailVerified ? 'good' : 'warm'}>
          {user.emailVerified ? address.verified : address.unverified}
        </span>
      </div>
      <p className={styles.address}>
        <Address email={user.email} />
      </p>
      <p className={card.small}>{user.emailVerified ? address.more : address.verifyMore}</p>
      {undoUntil && (
        <p className={card.small}>
          <Sentence text={address.undo} fill={{ when: <LocalTime iso={undoUntil} locale={locale} /> }} />
        </p>
      )}
      <Done about={done as object | undefined} takesFocus>
        <Sentence text={sentence} fill={{ email: <Address email={pendingEmail ?? user.email} /> }} />
      </Done>
      {!user.emailVerified && (
        <a className={card.link} href="/dashboard">
          {address.verify}
        </a>
      )}
      {isPending ? (
        <PendingAddress account={account} cancel={cancel} locale={locale} texts={texts} />
      ) : (
        user.emailVerified && (
          <AddressForm request={request} isProofFresh={isProofFresh} byCode={byCode} texts={texts} />
        )
      )}
    </section>
  )
}
