import { type SQL, sql } from 'drizzle-orm'
import { sharedNow } from '../../db/clock'
import { MINUTE, SECOND, shift } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import type { SendQuota } from '../../kernel/ports'
import { emailMessages, emailThrottle } from '../schema'
import { isPaused, pauses } from './pause'
import { slowDownFor } from './quota'
import { quotaRemedy } from './remedies'

/** Longest time ahead of which slots are given away. A slot that its owner does not wait for is lost to all. */
const HORIZON = SECOND

/** Longest age of the provider's figures. */
const QUOTA_AGE = 15 * MINUTE

/** Row 2 of `email_throttle` holds the provider's own rate; row 1 the limits that all processes keep to. */
const providerRate = sql`(select p.rate_per_second from ${emailThrottle} p where p.id = 2)`

/**
 * The part of the provider's rate that is in use: the part left by the last slow-down, and 10 % more for each whole
 * minute since its pause ended. Null while the provider's rate is not known: nothing is limited then. 200 minutes are enough
 * for every rate, and keep the power within a double.
 */
const shareInUse = (now: SQL) => sql`least(1, t.rate_per_second / ${providerRate} * power(1.1::float8,
  least(200, greatest(0, floor(extract(epoch from ${now} - t.paused_until) / 60)))::float8))`

/** The time between two slots at the rate in use. */
const spacing = (now: SQL) =>
  sql`make_interval(secs => coalesce(1 / (${providerRate} * ${shareInUse(now)}), 0))`

/**
 * Takes the next moment at which a message may leave, at most a second ahead. Moments are spread evenly over all
 * processes, because each is taken from one row in one statement; a transport without a quota waits for pauses alone.
 * @returns the moment by this process's clock; null while nobody may send (a pause, a used-up day, the next second
 * taken), or when no message is due: an idle process takes no moment from the others
 */
export async function reserveSlot(ctx: MailContext): Promise<Date | null> {
  if (!ctx.mail.quota) return (await isPaused(ctx)) ? null : ctx.now()
  const now = sharedNow(ctx)
  const { rows } = await ctx.db.execute<{ wait: number }>(sql`
    insert into ${emailThrottle} as t (id, next_slot_at)
    select 1, ${now} where exists (
      select from ${emailMessages} where status in ('queued', 'sending') and due_at <= ${now}
    )
    on conflict (id) do update set
      next_slot_at = greatest(t.next_slot_at, ${now}) + ${spacing(now)},
      remaining_today = t.remaining_today - 1
    where (t.paused_until is null or t.paused_until <= ${now})
      and (t.remaining_today is null or t.remaining_today > 0)
      and (t.next_slot_at is null or t.next_slot_at <= ${sharedNow(ctx, HORIZON)})
    returning extract(epoch from t.next_slot_at - ${spacing(now)} - ${now})::float8 * 1000 as wait`)
  const [row] = rows
  // Rounded up: a slot belongs to nobody before its time.
  return row ? shift(ctx.now(), Math.max(0, Math.ceil(row.wait))) : null
}

/** True for one caller, of all processes, every 15 minutes. False costs a read, no write. */
async function isOurTurn(ctx: MailContext): Promise<boolean> {
  const now = sharedNow(ctx)
  const staleAt = sharedNow(ctx, -QUOTA_AGE)
  const { rows } = await ctx.db.execute(sql`
    insert into ${emailThrottle} as t (id, checked_at)
    select 1, ${now} where not exists (
      select from ${emailThrottle} c where c.id = 1 and c.checked_at > ${staleAt}
    )
    on conflict (id) do update set checked_at = ${now}
    where t.checked_at is null or t.checked_at <= ${staleAt}
    returning 1`)
  return rows.length > 0
}

const SAFE_CODE = /^[A-Za-z][\w.]{0,63}$/

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && SAFE_CODE.test(code) ? code : 'UnknownError'
}

/** Reads the provider's figures, at most every 15 minutes over all processes. */
export async function refreshQuota(ctx: MailContext): Promise<void> {
  if (ctx.mail.quota && (await isOurTurn(ctx))) await readQuota(ctx)
}

/**
 * Reads the provider's figures even if those we keep are fresh: operators restart the app after a change. If the provider
 * takes messages again, the pause of a used-up day ends within a minute.
 */
export async function readQuotaAfresh(ctx: MailContext): Promise<void> {
  const quota = await readQuota(ctx)
  if (!quota || quota.remainingToday === 0) return
  const soon = sharedNow(ctx, MINUTE)
  await ctx.db.execute(
    sql`update ${emailThrottle} set paused_until = ${soon} where id = 1 and paused_until > ${soon}`,
  )
}

/**
 * Reads the provider's figures. When they cannot be read, the old ones stay, except a used-up day: its end would go
 * unnoticed, so messages are sent and the provider decides.
 */
async function readQuota(ctx: MailContext): Promise<SendQuota | undefined> {
  const quota = await ctx.mail.quota?.().catch((error) => {
    const code = codeOf(error)
    const detail = quotaRemedy(code)
    const report = detail ? ctx.log.error : ctx.log.warn
    report('email_quota_unknown', { transport: ctx.mail.name, code, detail })
  })
  if (quota) await store(ctx, quota)
  else if (ctx.mail.quota)
    await ctx.db.execute(
      sql`update ${emailThrottle} set remaining_today = null where id = 1 and remaining_today <= 0`,
    )
  return quota ?? undefined
}

async function store(ctx: MailContext, { ratePerSecond, remainingToday }: SendQuota): Promise<void> {
  if (remainingToday === 0) ctx.log.error('email_quota_used_up', { transport: ctx.mail.name })
  const rate = ratePerSecond < 0 ? null : ratePerSecond
  const remaining = remainingToday < 0 ? null : remainingToday
  await ctx.db.execute(sql`
    insert into ${emailThrottle} as t (id, rate_per_second, remaining_today, checked_at)
    values (1, null, ${remaining}::integer, ${sharedNow(ctx)}), (2, ${rate}::float8, null, null)
    on conflict (id) do update set
      checked_at = excluded.checked_at,
      remaining_today = excluded.remaining_today,
      rate_per_second = case when t.id = 2 then excluded.rate_per_second else t.rate_per_second end`)
}

/**
 * Slows all processes when the provider refused a message for sending too much, and reads the provider's figures anew,
 * because ours were wrong. Does nothing about any other code. A refusal during a pause answers a message that left before
 * it, so it neither halves the rate again nor reads the figures again.
 */
export async function slowDown(ctx: MailContext, code: string, attempts: number): Promise<void> {
  const order = slowDownFor(code, attempts)
  if (!order || !pauses(ctx.mail)) return
  const now = sharedNow(ctx)
  const until = sharedNow(ctx, order.pause)
  await ctx.db.execute(sql`
    insert into ${emailThrottle} as t (id, paused_until) values (1, ${until})
    on conflict (id) do update set
      paused_until = greatest(t.paused_until, excluded.paused_until),
      checked_at = case when t.paused_until > ${now} then t.checked_at end,
      rate_per_second = case when t.paused_until > ${now} then t.rate_per_second
        else ${providerRate} * least(1, greatest(1 / ${providerRate}, ${shareInUse(now)} * ${order.keep}::float8)) end`)
  ctx.log.warn('email_slowed_down', { transport: ctx.mail.name, code, duration: order.pause })
  await refreshQuota(ctx)
}
