import { sql } from 'drizzle-orm'
import { type PublicUser, publicUser } from '../../account/account'
import type { StoredAccount } from '../../account/find'
import { storedColumnsSql } from '../../account/find'
import { users } from '../../account/schema'
import { NEW_DEVICE } from '../../audit/types'
import { given, namedStatement } from '../../db/statement/named'
import type { CoreContext, Visitor } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import { fail, ok, type Result } from '../../kernel/result'
import type { Admitted } from '../../limit/admit'
import { overLimit } from '../../limit/consume'
import { forgetting, guardValues } from '../../limit/forget'
import {
  failuresLimit,
  forgiving,
  JUDGEMENT,
  type Judged,
  judgementValues,
  waitOf,
} from '../../limit/guesses'
import { keyOffer } from '../bind/offer'
import { traceVisitor } from '../client/trace'
import { knownDeviceMark } from '../device/mark'
import { newSession } from '../issue'
import type { SignIn } from '../open'
import { opening, openingValues } from './opening'

/** An admitted attempt with the right password. */
type Attempt = Admitted & { email: EmailAddress; account: StoredAccount }

/** `id`: null where the account is gone, disabled or changed. `isOpen`: the session is stored. */
type Answer = Judged & Omit<PublicUser, 'id'> & { id: string | null; isOpen: boolean }

/**
 * Judges the guess, locks the account, looks again whether it may still sign in, and opens the session. Locks the rows of the account,
 * its limits, and its sessions in the order of all flows.
 */
const settlement = namedStatement<Record<string, unknown>, Answer>(
  'settle_sign_in',
  () => sql`
  with ${JUDGEMENT}, locked as (
    select ${storedColumnsSql} from ${users}
    where ${users.id} = ${given('id', 'bigint')} and not (select "isFailure" from verdict)
    for update
  ), current as (
    select locked.*, "deviceKnown" and not ${given('isKnown', 'boolean')} as "isNews" from locked
    where "disabledAt" is null and "deviceEpoch" = ${given('deviceEpoch', 'int')}
  ), opened as (
    select current.*, case when "isNews" then ${given('newDevice', 'text')} end as detail from current
    where email = ${given('email', 'text')}
      and not ("isNews" and "emailVerified") and "networkKey" is not null
  ), ${forgetting(sql`select from opened`)},
  entered as (select opened.* from opened, (select count(*) from forgotten) as first),
  ${opening(sql`entered`)},
  ${forgiving(sql`select from entered`)}
  select judged.*, current.id, current.name, current.email, current."emailVerified", exists (table entered) as "isOpen"
  from judged left join current on true`,
  { isPromise: true },
)

/**
 * False where a sign-in has to do more than open a session: the second step is asked, the owner hears of a new browser, or an older
 * account gets its key.
 */
export const isSettleable = ({ account, isKnown }: Pick<Attempt, 'account' | 'isKnown'>): boolean =>
  account.networkKey !== null &&
  account.disabledAt === null &&
  (isKnown || !account.emailVerified || !account.deviceKnown)

/**
 * Signs in after the password was found right, in one round trip: opens the session, forgets the limits of its attempts, and takes back
 * the failures of its network at this account.
 *
 * Refuses with `rate_limited` a network that failed at many accounts (`JUDGEMENT`), and with `invalid_credentials` where the account was
 * deleted or disabled, or its marks were voided, while the password was being checked.
 * @returns null where the account changed meanwhile, so that the sign-in has to do more
 */
export async function settleSignIn(
  ctx: CoreContext,
  { account, isKnown, hasWork, guards, email }: Attempt,
  visitor: Visitor,
): Promise<Result<SignIn | null, 'invalid_credentials' | 'rate_limited'>> {
  const { id, deviceEpoch } = account
  const { network } = visitor
  const trace = await traceVisitor(ctx, account, visitor)
  const made = await newSession(ctx, account)
  const [answer] = await settlement(ctx, {
    ...openingValues(ctx, { id, made, trace, event: 'signed_in', isFactor: false }, visitor),
    ...judgementValues(ctx, { network, email, hasWork, accountId: id, isKnown, isRight: true }),
    ...guardValues(ctx, guards),
    id,
    deviceEpoch,
    email,
    newDevice: NEW_DEVICE,
  })
  if (!answer) throw new Error('a judgement returned no row')
  const wait = waitOf(ctx, answer)
  if (wait) return overLimit(ctx, failuresLimit(hasWork), wait)
  if (answer.id === null) return fail('invalid_credentials')
  if (!answer.isOpen) return ok(null)
  return ok({
    user: publicUser({ ...answer, id }),
    session: made.session,
    deviceMark: knownDeviceMark(ctx.env, account),
    keyOffer: keyOffer(ctx, { role: account.role, handle: made.session.handle }),
  })
}
