import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { followDatabaseClock } from '../../db/clock'
import { transaction } from '../../db/transaction'
import { mailCanary } from '../../email/outbox/enqueue'
import { emailMessages } from '../../email/schema'
import { SECOND, shift } from '../../kernel/clock'
import type { CoreContext, InTransaction } from '../../kernel/context'
import { type Flight, newestFlights } from './flights'
import { canarySilences } from './schema'
import { findSilence, isOverdue } from './silence'

/** How often a process looks whether a canary is due or missing. */
export const CANARY_LOOK = 10 * SECOND

/** Keeps our advisory lock apart from others': any number. */
const CANARY_LOCK = 20_260_301

const intervalOf = ({ env }: CoreContext): number => env.email.canaryInterval

/** One process at a time; the others have nothing to do, since all look at the same rows. */
async function isAlone({ db }: InTransaction): Promise<boolean> {
  const { rows } = await db.execute<{ alone: boolean }>(
    sql`select pg_try_advisory_xact_lock(${CANARY_LOCK}) as alone`,
  )
  return rows[0]?.alone === true
}

/**
 * Sends a canary when one is due, and raises the alarm when none is reported delivered any more, once a quiet period.
 * Correct in any number of processes, because one at a time does it, and its state is in the database.
 */
export async function tendCanary(ctx: CoreContext): Promise<void> {
  if (intervalOf(ctx) === 0) return
  await followDatabaseClock(ctx)
  await transaction(ctx, async (t) => {
    if (!(await isAlone(t))) return
    const flights = await newestFlights(t)
    await giveUpOverdue(t, flights)
    if (isDue(flights[0], t.now(), intervalOf(t))) await mailCanary(t)
    await watch(t, flights)
  })
}

const isDue = (newest: Flight | undefined, now: Date, interval: number): boolean =>
  !newest || newest.createdAt <= shift(now, -interval)

/** Gives up canaries that wait for too long: they measure nothing, and would be a swarm for a provider that is back. */
async function giveUpOverdue(t: InTransaction, flights: Flight[]): Promise<void> {
  const overdue = flights.filter((flight) => flight.isWaiting && isOverdue(flight, t.now(), intervalOf(t)))
  if (overdue.length === 0) return
  const ids = overdue.map(({ id }) => id)
  await t.db
    .update(emailMessages)
    .set({
      status: 'dead',
      sealed: null,
      lastError: sql`coalesce(${emailMessages.lastError}, 'Overdue')`,
      settledAt: t.now(),
    })
    .where(and(inArray(emailMessages.id, ids), inArray(emailMessages.status, ['queued', 'sending'])))
}

async function watch(t: InTransaction, flights: Flight[]): Promise<void> {
  const missed = findSilence(flights, t.now(), intervalOf(t))
  const [silence] = await t.db.select().from(canarySilences).where(isNull(canarySilences.endedAt)).limit(1)
  if (missed && !silence) return raise(t, missed)
  if (missed || !silence) return
  const isHeard = flights.some(({ deliveredAt }) => deliveredAt !== null && deliveredAt >= silence.raisedAt)
  if (isHeard) await end(t, silence)
}

/** Logged before the commit: an alarm given twice is better than one that is lost. */
async function raise(t: InTransaction, missed: Flight): Promise<void> {
  t.log.error('canary_silent', {
    messageId: missed.id,
    code: missed.lastError ?? undefined,
    duration: t.now().getTime() - missed.createdAt.getTime(),
    detail: missed.sentAt
      ? 'the provider takes mail, but no delivery is reported: run `npm run doctor`, and look whether its reports come in: over SES at POST /api/email-events, over SMTP by a door of EMAIL_BOUNCE_ADDRESS'
      : 'no mail leaves: run `npm run doctor`, and look for email_retried and email_dead in this log',
  })
  await t.db.insert(canarySilences).values({ raisedAt: t.now() })
}

async function end(t: InTransaction, silence: typeof canarySilences.$inferSelect): Promise<void> {
  t.log.info('canary_recovered', { duration: t.now().getTime() - silence.raisedAt.getTime() })
  await t.db.update(canarySilences).set({ endedAt: t.now() }).where(eq(canarySilences.id, silence.id))
}
