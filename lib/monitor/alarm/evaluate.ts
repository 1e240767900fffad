import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { transaction } from '../../db/transaction'
import { LEASE } from '../../email/outbox/claim'
import { SECOND, shift } from '../../kernel/clock'
import type { InTransaction, MailContext } from '../../kernel/context'
import type { AlarmNotice } from './mail'
import { type Measure, measure, thresholdOf } from './measure'
import { tell } from './notify'
import { alarms } from './schema'
import { advanceAlarm, afterTelling, dueNotice, neverRaised } from './state'

type Row = typeof alarms.$inferSelect

/** A notice that this process alone tells, until then. */
type Claim = AlarmNotice & { tellingUntil: Date }

/** Watching goes on after so long. What is slower is told in the background: a provider's own limit is 90 seconds. */
const PATIENCE = 10 * SECOND

/**
 * Measures, keeps each alarm's state, and tells whoever is configured what is new. Correct in any number of processes at
 * once: the states change under locks, and a notice is claimed before it is told. What could not be told is told at the
 * next measurement; what a process had claimed that died, when its claim runs out.
 * @param stop ends the waiting, not the telling
 */
export async function evaluateAlarms(ctx: MailContext, stop?: AbortSignal): Promise<void> {
  const at = ctx.now()
  const measures = await measure(ctx)
  const claims = await transaction(ctx, (t) => advanceAll(t, { measures, at }))
  if (claims.length === 0) return
  const telling = Promise.all(claims.map((claim) => tellAndSettle(ctx, claim)))
  const patience = sleep(PATIENCE, undefined, { signal: stop, ref: false }).catch(() => undefined)
  await Promise.race([telling, patience])
}

async function advanceAll(
  t: InTransaction,
  { measures, at }: { measures: Measure[]; at: Date },
): Promise<Claim[]> {
  const fresh = measures.map(({ name }) => ({ name, ...neverRaised(at) }))
  await t.db.insert(alarms).values(fresh).onConflictDoNothing()
  // In one order for all: nobody waits for somebody who waits for them.
  const rows = await t.db.select().from(alarms).orderBy(alarms.name).for('update')
  const claims: Claim[] = []
  for (const row of rows) {
    const measure = measures.find(({ name }) => name === row.name)
    const claim = measure && (await advance(t, { row, measure, at }))
    if (claim) claims.push(claim)
  }
  return claims
}

/** What another process measured later stands. */
async function advance(
  t: InTransaction,
  { row, measure, at }: { row: Row; measure: Measure; at: Date },
): Promise<Claim | undefined> {
  const { name, value, health } = measure
  if (row.measuredAt && row.measuredAt > at) return undefined
  const after = { ...advanceAlarm(row, health, at), value, measuredAt: at, known: health !== 'unknown' }
  const isBeingTold = row.tellingUntil !== null && row.tellingUntil > t.now()
  const notice = isBeingTold ? null : dueNotice(after, at)
  const tellingUntil = notice === null ? row.tellingUntil : shift(t.now(), LEASE)
  await t.db
    .update(alarms)
    .set({ ...after, tellingUntil })
    .where(eq(alarms.name, name))
  if (notice === null || tellingUntil === null) return undefined
  return { notice, name, value, threshold: thresholdOf(name, t.env), since: after.since, tellingUntil }
}

/** Never throws: whoever waits may have gone. */
async function tellAndSettle(ctx: MailContext, claim: Claim): Promise<void> {
  const { name, notice, tellingUntil } = claim
  const isTold = await tell(ctx, claim)
  try {
    await ctx.db
      .update(alarms)
      .set({ tellingUntil: null, ...(isTold && afterTelling(notice, ctx.now())) })
      .where(and(eq(alarms.name, name), eq(alarms.tellingUntil, tellingUntil)))
  } catch (error) {
    ctx.log.error('alarm_not_settled', { error, kind: name })
  }
}
