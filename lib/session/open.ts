import { sql } from 'drizzle-orm'
import { type PublicUser, publicUser } from '../account/account'
import type { StoredAccount } from '../account/find'
import { type EventType, NEW_DEVICE } from '../audit/types'
import { given, namedStatement } from '../db/statement/named'
import type { InTransaction, Visitor } from '../kernel/context'
import { keyOffer } from './bind/offer'
import { traceVisitor } from './client/trace'
import { isKnownDevice, knownDeviceMark } from './device/mark'
import { noticeNewDevice } from './device/notice'
import { type IssuedSession, newSession } from './issue'
import { opening, openingValues } from './sign-in/opening'

/**
 * A sign-in: its account, its session, the mark that its browser keeps, and the offer to bind the session to a key of the browser's
 * (`bind/offer.ts`). Null: nothing is offered.
 */
export type SignIn = { user: PublicUser; session: IssuedSession; deviceMark: string; keyOffer: string | null }

/**
 * `event`: the way in; `detail`: more of it, unless the browser is news. `deviceMark`: the mark that the browser presented.
 * `isFactor`: a second factor or a passkey was given.
 */
type Opening = { event: EventType; detail?: string; deviceMark: string | null; isFactor?: boolean }

const openedSession = namedStatement(
  'open_session',
  () => sql`
  with account as (
    select ${given('id', 'bigint')} as id, ${given('deviceKnown', 'boolean')} as "deviceKnown", ${given('detail', 'text')} as detail
  ), ${opening(sql`account`)} select`,
)

/**
 * Signs a browser in to an account whose row is locked or new, ends the session that the browser had before (OWASP
 * ASVS 7.2.4), and records it. The owner hears of a browser that is new to the account, unless it is the first.
 */
export async function openSession(
  t: InTransaction,
  account: StoredAccount,
  visitor: Visitor,
  { event, detail, deviceMark, isFactor = false }: Opening,
): Promise<SignIn> {
  const { id, deviceKnown } = account
  const trace = await traceVisitor(t, account, visitor)
  const made = await newSession(t, account)
  const isNews = event !== 'registered' && deviceKnown && !isKnownDevice(t.env, account, deviceMark)
  await openedSession(t, {
    id,
    deviceKnown,
    detail: isNews ? NEW_DEVICE : (detail ?? null),
    ...openingValues(t, { id, made, trace, event, isFactor }, visitor),
  })
  if (isNews) await noticeNewDevice(t, account, { session: made.session.handle, ...trace })
  return {
    user: publicUser(account),
    session: made.session,
    deviceMark: knownDeviceMark(t.env, account),
    keyOffer: keyOffer(t, { role: account.role, handle: made.session.handle }),
  }
}
