import { sql } from 'drizzle-orm'
import {
  ACCOUNT_BY_EMAIL,
  accountIn,
  findAccountByEmail,
  type StoredAccount,
  type StoredRow,
} from '../account/find'
import { given, namedStatement } from '../db/statement/named'
import { COMMITS_SOON, commitsSoon } from '../db/statement/soon'
import { secondsUntil } from '../kernel/clock'
import type { CoreContext, Visitor } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { ok, type Result } from '../kernel/result'
import { isKnownDevice, readMark } from '../session/device/mark'
import { overLimit } from './consume'
import { guessValues, usedUp } from './guesses'
import { countHit, limitSql, limitValues } from './hit'
import { knownDeviceLimits, strangerLimits } from './sign-in-limits'
import { allowedHits, type Subject } from './subject'

/** `deviceMark`: the mark that the browser presented. `hasWork`: a proof of work was accepted (`lib/limit/work/accept.ts`). */
type Attempt = { email: EmailAddress; deviceMark: string | null; hasWork: boolean }

/**
 * An attempt whose password may be checked. `guards`: the limits that counted it, to reset once it signs in. `isOver`: its network
 * had used up its failures; only a look after the check decides (`lib/limit/guesses.ts`).
 */
export type Admitted = {
  account: StoredAccount | undefined
  isKnown: boolean
  isOver: boolean
  hasWork: boolean
  guards: Subject[]
}

/** Hits and end of each limit that was counted; null: the one before it was used up. */
type Counted = Record<`hits${1 | 2 | 3}`, number | null> & Record<`end${1 | 2 | 3}`, Date | null>

type Answer = Counted & StoredRow & { isKnown: boolean; isOver: boolean; soon: unknown }

/** Values of both kinds of limits of an account; its row decides which of them are counted. */
const ofKind = (place: 2 | 3) => {
  const [known, stranger] = [limitSql(`Known${place}`), limitSql(`Stranger${place}`)]
  const choose = (which: 'key' | 'end' | 'allowed') =>
    sql`case when known."isKnown" then ${known[which]} else ${stranger[which]} end`
  return { key: choose('key'), end: choose('end'), allowed: choose('allowed') }
}

/**
 * Counts the hit of the network, then those of the account; each only if the one before it was not used up, so the rows are locked
 * in that order. The same for an address without an account. No wait for the disk: nothing was done yet.
 */
const admission = namedStatement<Record<string, unknown>, Answer>(
  'admit_sign_in',
  () => sql`
  with account as (${ACCOUNT_BY_EMAIL}),
  known as (select exists (
    select from account where id = ${given('markedId', 'bigint')} and "deviceEpoch" = ${given('markedEpoch', 'int')}
  ) as "isKnown"),
  hit1 as (${countHit(limitSql(1))}),
  hit2 as (${countHit(ofKind(2), sql`from known, hit1 where hit1.hits <= ${limitSql(1).allowed}`)}),
  hit3 as (${countHit(ofKind(3), sql`from known, hit2 where hit2.hits <= ${ofKind(2).allowed}`)})
  select known."isKnown", exists (${usedUp(sql`not known."isKnown"`)}) as "isOver", account.*, ${COMMITS_SOON} as soon, hit1.hits as hits1, hit1.expires_at as end1,
    hit2.hits as hits2, hit2.expires_at as end2, hit3.hits as hits3, hit3.expires_at as end3
  from known cross join hit1 left join hit2 on true left join hit3 on true left join account on true`,
)

/** The account that a mark was made for. One of an earlier release does not say, so its account is read first. */
async function markedAccount(ctx: CoreContext, { email, deviceMark }: Attempt) {
  const marked = readMark(ctx.env, deviceMark)
  if (marked !== 'unreadable') return marked
  const account = await findAccountByEmail(ctx, email)
  return account && isKnownDevice(ctx.env, account, deviceMark) ? account : null
}

/**
 * Counts an attempt to sign in on the limits of its network and its account, and finds the account, in one round trip. Refuses at
 * the first limit that is used up; those after it are not counted.
 */
export async function admit(
  ctx: CoreContext,
  attempt: Attempt,
  { network }: Pick<Visitor, 'network'>,
): Promise<Result<Admitted, 'rate_limited'>> {
  const { email, deviceMark, hasWork } = attempt
  const now = ctx.now()
  const marked = await markedAccount(ctx, attempt)
  const byNetwork: Subject = [hasWork ? 'loginByWork' : 'loginByNetwork', network]
  const [known, strangers] = [knownDeviceLimits(email, deviceMark), strangerLimits(email, network)]
  const [answer] = await admission(ctx, {
    email,
    ...commitsSoon(ctx),
    markedId: marked?.id,
    markedEpoch: marked?.deviceEpoch,
    ...guessValues(ctx, { network, email, hasWork }, now),
    ...limitValues(ctx, 1, byNetwork, now),
    ...limitValues(ctx, 'Known2', known[0], now),
    ...limitValues(ctx, 'Known3', known[1], now),
    ...limitValues(ctx, 'Stranger2', strangers[0], now),
    ...limitValues(ctx, 'Stranger3', strangers[1], now),
  })
  if (!answer) throw new Error('a join with one row returned none')
  const { isKnown, isOver, soon: _, hits1, end1, hits2, end2, hits3, end3, ...row } = answer
  const guards = isKnown ? known : strangers
  for (const [limit, hits, end] of [
    [byNetwork, hits1, end1],
    [guards[0], hits2, end2],
    [guards[1], hits3, end3],
  ] as const) {
    if (hits === null || end === null) throw new Error('a limit was not counted')
    if (hits > allowedHits(ctx, limit[0])) return overLimit(ctx, limit[0], secondsUntil(end, now))
  }
  return ok({ account: accountIn(row), isKnown, isOver, hasWork, guards })
}
