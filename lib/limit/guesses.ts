import { type SQL, sql } from 'drizzle-orm'
import { given, namedStatement } from '../db/statement/named'
import { secondsUntil } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { familiarKey } from './familiar-network'
import { countHit, limitSql, limitValues, NOW } from './hit'
import { rateLimits } from './schema'
import { allowedHits, keyOf } from './subject'

/**
 * A sign-in from a network with an address, which need not belong to an account. `hasWork`: by a proof of work, so that it counts on
 * rows of its own.
 */
type Guess = { network: string; email: EmailAddress; hasWork?: boolean }

/** A guess whose password was checked. `isKnown`: the browser has a mark of the account. */
type CheckedGuess = Guess & { accountId: number | undefined; isKnown: boolean; isRight: boolean }

/** `waitUntil`: the network has used up its failures until then. */
export type Judged = { isFailure: boolean; waitUntil: Date | null }

/**
 * The rows of a guess: the failures of its network, the accounts with failures from that network, and its failures at this account.
 * All three share the window of the first, and are locked in this order.
 */
const FAILURES = limitSql('Failures')
const ACCOUNT = given('keyFailuresAtAccount', 'bytea')
const ACCOUNTS = { key: given('keyFailedAccounts', 'bytea'), allowed: given('allowedFailedAccounts', 'int') }

/** The limit on failures that a guess counts on. */
export const failuresLimit = (hasWork = false) => (hasWork ? 'loginFailuresByWork' : 'loginFailuresByNetwork')

/** The values of `usedUp`. */
export const guessValues = (ctx: CoreContext, { network, email, hasWork }: Guess, now: Date) => {
  const guesser = hasWork ? `work ${network}` : network
  return {
    now,
    ...limitValues(ctx, 'Failures', [failuresLimit(hasWork), network], now),
    keyFailuresAtAccount: keyOf(ctx, ['loginFailedAccountsByNetwork', `${guesser} ${email}`]),
    keyFailedAccounts: keyOf(ctx, ['loginFailedAccountsByNetwork', guesser]),
    allowedFailedAccounts: allowedHits(ctx, 'loginFailedAccountsByNetwork'),
  }
}

/** Adds to a row of the same window, or starts the row anew. */
const ADDED = sql`on conflict (key) do update set expires_at = excluded.expires_at,
  hits = case when counted.expires_at = excluded.expires_at then counted.hits else 0 end + excluded.hits`

/** Selects the end of the window of a network that has used up its failures, where `condition` holds; no row: it may guess. */
export const usedUp = (condition: SQL): SQL => sql`
  select failures.expires_at from ${rateLimits} failures, ${rateLimits} accounts
  where ${condition}
    and failures.key = ${FAILURES.key} and failures.expires_at > ${NOW} and failures.hits >= ${FAILURES.allowed}
    and accounts.key = ${ACCOUNTS.key} and accounts.expires_at > ${NOW} and accounts.hits > ${ACCOUNTS.allowed}`

/**
 * Judges a checked guess, as parts of a statement: `verdict` says whether it is a failure, `judged` counts a failure and says how
 * long the network must wait. A wrong password is one. So is a right one from a network that has used up its failures, unless the
 * browser is known or the account was signed in to from this network before. Simultaneous failures are all counted. Failures at few
 * accounts are left to the limits of each account.
 *
 * To be run after the password was checked: attempts that are still being checked are no failures, so a class may sign in at one
 * moment.
 */
export const JUDGEMENT: SQL = sql`
  over as (${usedUp(sql`not ${given('isKnown', 'boolean')}`)}
  ), home as (
    select from ${rateLimits} where key = ${given('keyHome', 'bytea')} and expires_at > ${NOW}
  ), verdict as (
    select not ${given('isRight', 'boolean')} or (exists (table over) and not exists (table home)) as "isFailure"
  ), failed as (${countHit(FAILURES, sql`from verdict where "isFailure" and not ${given('isKnown', 'boolean')}`)}
  ), tried as (
    insert into ${rateLimits} as counted (key, hits, expires_at) select ${ACCOUNT}, 1, expires_at from failed
    ${ADDED} returning hits
  ), accounts as (
    insert into ${rateLimits} as counted (key, hits, expires_at)
    select ${ACCOUNTS.key}, case when tried.hits = 1 then 1 else 0 end, expires_at from failed, tried
    ${ADDED} returning hits
  ), judged as (
    select "isFailure", coalesce(
      (select failed.expires_at from failed, accounts
        where failed.hits > ${FAILURES.allowed} and accounts.hits > ${ACCOUNTS.allowed}),
      (select expires_at from over)
    ) as "waitUntil"
    from verdict
  )`

/** The values of `JUDGEMENT`, and of `FORGIVING`. */
export const judgementValues = (
  ctx: CoreContext,
  { accountId, isKnown, isRight, ...guess }: CheckedGuess,
) => ({
  ...guessValues(ctx, guess, ctx.now()),
  isKnown,
  isRight,
  // Account 0 stands for none: the same look-up finds nothing.
  keyHome: familiarKey(ctx, accountId ?? 0, guess.network),
})

const judgement = namedStatement<Record<string, unknown>, Judged>(
  'judge_guess',
  () => sql`with ${JUDGEMENT} table judged`,
)

/**
 * Judges a guess by `JUDGEMENT`.
 * @returns for a failure: seconds until the network may guess again, or 0 while it may; null: no failure
 */
export async function judgeGuess(ctx: CoreContext, guess: CheckedGuess): Promise<number | null> {
  const [judged] = await judgement(ctx, judgementValues(ctx, guess))
  return judged ? waitOf(ctx, judged) : null
}

/** The same of an answer. */
export const waitOf = ({ now }: CoreContext, { isFailure, waitUntil }: Judged): number | null =>
  isFailure ? (waitUntil === null ? 0 : Math.max(1, secondsUntil(waitUntil, now()))) : null

/**
 * Takes back the failures of a network at one account in the running window, as parts of a statement. The network's row is locked
 * only where there are any, because many people share it.
 */
export const forgiving = (gate: SQL): SQL => sql`
  window_of_failures as (
    select expires_at from ${rateLimits} where key = ${FAILURES.key} and exists (${gate})
      and exists (select from ${rateLimits} slips where slips.key = ${ACCOUNT})
    for update
  ), forgiven as (
    delete from ${rateLimits} slips using window_of_failures failures
    where slips.key = ${ACCOUNT} and slips.expires_at = failures.expires_at
    returning slips.hits, slips.expires_at
  ), fewer_failures as (
    update ${rateLimits} failures set hits = failures.hits - forgiven.hits from forgiven
    where failures.key = ${FAILURES.key} and failures.expires_at = forgiven.expires_at
  ), fewer_accounts as (
    update ${rateLimits} accounts set hits = accounts.hits - 1 from forgiven
    where accounts.key = ${ACCOUNTS.key} and accounts.expires_at = forgiven.expires_at
  )`

const forgiveness = namedStatement('forgive_guess', () => sql`with ${forgiving(sql`select`)} select`)

/** After a right password: takes back the failures of its network at this account in the running window. */
export async function forgiveGuess(ctx: CoreContext, guess: Guess): Promise<void> {
  await forgiveness(ctx, guessValues(ctx, guess, ctx.now()))
}
