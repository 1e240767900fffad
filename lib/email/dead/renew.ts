import type { Account } from '../../account/account'
import type { InTransaction } from '../../kernel/context'
import type { Refused } from '../../kernel/result'
import { fail } from '../../kernel/result'
import { consume } from '../../limit/consume'
import { linkLimits, mailboxLimits } from '../../limit/link-limits'
import { findPendingChange } from '../../link/address/pending'
import { forgetLinks } from '../../link/consume'
import { mintLink } from '../../link/mint'
import { mailLetter } from '../outbox/enqueue'
import { mailResetLink } from '../outbox/mail-reset'
import type { Message } from '../report/match'
import { isSuppressed, recipientHash } from '../report/suppression'
import { existsNewer } from './newer'
import type { ResendRefusal } from './refusals'
import type { RenewableKind } from './renewable'

export type Renewal = Refused<ResendRefusal | 'rate_limited'> | null

/** A dead message and its account, both locked. */
type Dead = { account: Account; message: Message }

/** Mails the letter anew, with a fresh link, or says why not. The limits of its recipient count it. */
type Renew = (t: InTransaction, dead: Dead) => Promise<Renewal>

const ANSWERED = fail('message_answered')

async function verification(t: InTransaction, { account }: Dead): Promise<Renewal> {
  if (account.emailVerified) return ANSWERED
  const limited = await consume(t, ...linkLimits(account.email))
  if (!limited.ok) return limited
  await mailLetter(t, 'verification', account, await mintLink(t, 'verify_email', account))
  return null
}

async function passwordReset(t: InTransaction, { account, message }: Dead): Promise<Renewal> {
  if (await existsNewer(t, message, 'password_changed')) return ANSWERED
  const limited = await consume(t, ...linkLimits(account.email))
  if (!limited.ok) return limited
  await mailResetLink(t, account)
  return null
}

/** The link goes to the address that is to be proven, while the change is pending. */
async function emailChange(t: InTransaction, { account, message }: Dead): Promise<Renewal> {
  const pending = await findPendingChange(t, account.id)
  if (!pending || !message.recipientHash?.equals(recipientHash(pending.email))) return ANSWERED
  const { email } = pending
  if (await isSuppressed(t, email)) return fail('recipient_suppressed')
  const limited = await consume(t, ...linkLimits(email))
  if (!limited.ok) return limited
  const asked = { ...account, email }
  await forgetLinks(t, account.id, 'change_email')
  await mailLetter(t, 'email_change', asked, {
    ...(await mintLink(t, 'change_email', asked)),
    facts: { email },
  })
  return null
}

const plain =
  (kind: 'welcome' | 'address_in_use'): Renew =>
  async (t, { account }) => {
    const limited = await consume(t, ...mailboxLimits(account.email))
    if (!limited.ok) return limited
    await mailLetter(t, kind, account)
    return null
  }

/** A notice whose only fact is the moment: that of the message. */
const notice =
  (kind: 'password_changed' | 'recovery_code_used'): Renew =>
  async (t, { account, message }) => {
    const limited = await consume(t, ...mailboxLimits(account.email))
    if (!limited.ok) return limited
    const minted = await mintLink(t, 'not_me', { id: account.id, email: account.email })
    await mailLetter(t, kind, account, { ...minted, facts: { at: message.createdAt.toISOString() } })
    return null
  }

export const RENEWALS: Record<RenewableKind, Renew> = {
  verification,
  welcome: plain('welcome'),
  address_in_use: plain('address_in_use'),
  password_reset: passwordReset,
  password_changed: notice('password_changed'),
  recovery_code_used: notice('recovery_code_used'),
  email_change: emailChange,
}
