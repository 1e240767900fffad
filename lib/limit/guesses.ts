import { and, gt, inArray, sql } from 'drizzle-orm'
import { secondsUntil, shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { rateLimits } from './schema'
import { allowedHits, keyOf } from './subject'
import { LIMITS } from './table'

/** A sign-in from a network with an address, which need not belong to an account. */
type Guess = { network: string; email: EmailAddress }

/**
 * Rows of a guess: the failures of its network, the accounts with failures from that network, and its failures at this
 * account. All three share the window of the first.
 */
const keysOfGuess = (ctx: CoreContext, { network, email }: Guess) => ({
  failures: keyOf(ctx, ['loginFailuresByNetwork', network]),
  accounts: keyOf(ctx, ['loginFailedAccountsByNetwork', network]),
  account: keyOf(ctx, ['loginFailedAccountsByNetwork', `${network} ${email}`]),
})

/** Adds to a row of the same window, or starts the row anew. */
const added = sql`case when ${rateLimits.expiresAt} = excluded.expires_at
  then ${rateLimits.hits} + excluded.hits else excluded.hits end`

/**
 * Counts a failed sign-in, in one statement, so that simultaneous failures are all counted. Failures at few accounts are
 * left to the limits of each account.
 * @returns seconds until the network may guess again, or null while it may
 */
export async function countGuess(ctx: CoreContext, guess: Guess): Promise<number | null> {
  const { failures, accounts, account } = keysOfGuess(ctx, guess)
  const now = ctx.now()
  const end = shift(now, LIMITS.loginFailuresByNetwork.window)
  const isOver = sql`${rateLimits.expiresAt} <= ${now}`
  const { rows } = await ctx.db.execute<{ failures: number; accounts: number; wait: number }>(sql`
    with failed as (
      insert into ${rateLimits} (key, hits, expires_at) values (${failures}, 1, ${end})
      on conflict (key) do update set
        hits = case when ${isOver} then 1 else ${rateLimits.hits} + 1 end,
        expires_at = case when ${isOver} then excluded.expires_at else ${rateLimits.expiresAt} end
      returning hits, expires_at
    ), tried as (
      insert into ${rateLimits} (key, hits, expires_at) select ${account}::bytea, 1, expires_at from failed
      on conflict (key) do update set hits = ${added}, expires_at = excluded.expires_at
      returning hits
    ), accounts as (
      insert into ${rateLimits} (key, hits, expires_at)
      select ${accounts}::bytea, case when tried.hits = 1 then 1 else 0 end, expires_at from failed, tried
      on conflict (key) do update set hits = ${added}, expires_at = excluded.expires_at
      returning hits
    )
    select failed.hits as failures, accounts.hits as accounts,
      ceil(extract(epoch from failed.expires_at - ${now}))::int as wait
    from failed, accounts`)
  const [counted] = rows
  if (!counted) throw new Error('an upsert returned no row')
  if (counted.failures <= allowedHits(ctx, 'loginFailuresByNetwork')) return null
  return counted.accounts > allowedHits(ctx, 'loginFailedAccountsByNetwork') ? counted.wait : null
}

/**
 * The wait of a network that has used up its failures. To be asked after the password was checked: attempts that are still
 * being checked are no failures, so a class may sign in at one moment.
 * @returns seconds until it may guess again, or null while it may
 */
export async function secondsUntilGuess(ctx: CoreContext, guess: Guess): Promise<number | null> {
  const { failures, accounts } = keysOfGuess(ctx, guess)
  const now = ctx.now()
  const rows = await ctx.db
    .select()
    .from(rateLimits)
    .where(and(inArray(rateLimits.key, [failures, accounts]), gt(rateLimits.expiresAt, now)))
  const rowOf = (wanted: Buffer) => rows.find(({ key }) => key.equals(wanted))
  const failed = rowOf(failures)
  const isOver =
    failed !== undefined &&
    failed.hits >= allowedHits(ctx, 'loginFailuresByNetwork') &&
    (rowOf(accounts)?.hits ?? 0) > allowedHits(ctx, 'loginFailedAccountsByNetwork')
  return isOver ? secondsUntil(failed.expiresAt, now) : null
}

/** After a right password: takes back the failures of its network at this account in the running window. */
export async function forgiveGuess(ctx: CoreContext, guess: Guess): Promise<void> {
  const { failures, accounts, account } = keysOfGuess(ctx, guess)
  // Locks the rows in the same order as counting does.
  await ctx.db.execute(sql`
    with failed as (select expires_at from ${rateLimits} where key = ${failures} for update),
    forgiven as (
      delete from ${rateLimits} using failed
      where ${rateLimits.key} = ${account} and ${rateLimits.expiresAt} = failed.expires_at
      returning ${rateLimits.hits} as hits, failed.expires_at as expires_at
    ), fewer as (
      update ${rateLimits} set hits = ${rateLimits.hits} - forgiven.hits from forgiven
      where ${rateLimits.key} = ${failures} and ${rateLimits.expiresAt} = forgiven.expires_at
    )
    update ${rateLimits} set hits = ${rateLimits.hits} - 1 from forgiven
    where ${rateLimits.key} = ${accounts} and ${rateLimits.expiresAt} = forgiven.expires_at`)
}
