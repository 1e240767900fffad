import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { SECOND, shift } from '../clock'
import type { Context } from '../context'
import type { Transaction } from '../db/client'
import { canarySilences, emailMessages } from '../db/schema'
import { enqueueCanary } from '../email/messages'
import { type Flight, findSilence, isOverdue, newestFlights } from './canary'

type TendingContext = Pick<Context, 'db' | 'env' | 'now' | 'log'>

/** How often a process looks whether a canary is due or missing. */
export const CANARY_LOOK = 10 * SECOND

/** Keeps our advisory lock apart from others': any number. */
const CANARY_LOCK = 20_260_301

/** A process that finds another one at it has nothing to do: all of them look at the same rows. */
async function isAlone(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.execute<{ alone: boolean }>(
    sql`select pg_try_advisory_xact_lock(${CANARY_LOCK}) as alone`,
  )
  return rows[0]?.alone === true
}

/**
 * Sends a canary when one is due, and raises the alarm when none is reported delivered any more, once a quiet period.
 * Correct in any number of processes, because one at a time does it, and what it knows is in the database.
 */
export async function tendCanary(ctx: TendingContext): Promise<void> {
  const interval = ctx.env.email.canaryInterval
  if (interval === 0) return
  await ctx.db.transaction(async (tx) => {
    if (!(await isAlone(tx))) return
    const flights = await newestFlights(tx)
    await giveUpOverdue(ctx, tx, flights, interval)
    if (isDue(flights[0], ctx.now(), interval)) await enqueueCanary(ctx, tx)
    await watch(ctx, tx, flights, interval)
  })
}

const isDue = (newest: Flight | undefined, now: Date, interval: number): boolean =>
  !newest || newest.createdAt <= shift(now, -interval)

/** What waits in the outbox for so long measures nothing: a provider that comes back is not met by a swarm. */
async function giveUpOverdue(
  ctx: TendingContext,
  tx: Transaction,
  flights: Flight[],
  interval: number,
): Promise<void> {
  const overdue = flights.filter((flight) => flight.isWaiting && isOverdue(flight, ctx.now(), interval))
  if (overdue.length === 0) return
  const ids = overdue.map(({ id }) => id)
  await tx
    .update(emailMessages)
    .set({
      status: 'dead',
      sealed: null,
      lastError: sql`coalesce(${emailMessages.lastError}, 'Overdue')`,
      settledAt: ctx.now(),
    })
    .where(and(inArray(emailMessages.id, ids), inArray(emailMessages.status, ['queued', 'sending'])))
}

async function watch(
  ctx: TendingContext,
  tx: Transaction,
  flights: Flight[],
  interval: number,
): Promise<void> {
  const missed = findSilence(flights, ctx.now(), interval)
  const [silence] = await tx.select().from(canarySilences).where(isNull(canarySilences.endedAt)).limit(1)
  if (missed && !silence) return raise(ctx, tx, missed)
  if (missed || !silence) return
  const isHeard = flights.some(({ deliveredAt }) => deliveredAt !== null && deliveredAt >= silence.raisedAt)
  if (isHeard) await end(ctx, tx, silence)
}

/** Logged before it is committed: an alarm that is given twice is better than one that is lost. */
async function raise(ctx: TendingContext, tx: Transaction, missed: Flight): Promise<void> {
  ctx.log.error('canary_silent', {
    messageId: missed.id,
    code: missed.lastError ?? undefined,
    duration: ctx.now().getTime() - missed.createdAt.getTime(),
    detail: missed.sentAt
      ? 'the provider takes mail, but no delivery is reported: run `npm run doctor`, and look whether its reports reach POST /api/email-events'
      : 'no mail leaves: run `npm run doctor`, and look for email_retried and email_dead in this log',
  })
  await tx.insert(canarySilences).values({ raisedAt: ctx.now() })
}

async function end(
  ctx: TendingContext,
  tx: Transaction,
  silence: typeof canarySilences.$inferSelect,
): Promise<void> {
  ctx.log.info('canary_recovered', { duration: ctx.now().getTime() - silence.raisedAt.getTime() })
  await tx.update(canarySilences).set({ endedAt: ctx.now() }).where(eq(canarySilences.id, silence.id))
}
