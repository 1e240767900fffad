import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { transaction } from '../../db/transaction'
import { LEASE } from '../../email/outbox/claim'
import { SECOND, shift } from '../../kernel/clock'
import type { InTransaction, MailContext } from '../../kernel/context'
import type { AlarmNotice } from './mail'
import { type Measure, measure, thresholdOf } from './measure'
import { notify } from './notify'
import { alarms } from './schema'
import { advanceAlarm, afterNotice, dueNotice, neverRaised } from './state'

type Row = typeof alarms.$inferSelect

/** A notice that this process alone sends, until its claim runs out. */
type Claim = AlarmNotice & { tellingUntil: Date }

/** The longest wait for notices. Slower ones go on in the background: a provider's own limit is 90 seconds. */
const NOTICE_WAIT = 10 * SECOND

/**
 * Measures, keeps each alarm's state, and sends notices of changes. Correct in any number of processes at once: states
 * change under locks, and a notice is claimed before it is sent. A notice that could not be sent is sent at the next
 * measurement; one of a process that died, when its claim runs out.
 * @param stop ends the waiting, not the sending
 */
export async function evaluateAlarms(ctx: MailContext, stop?: AbortSignal): Promise<void> {
  const at = ctx.now()
  const measures = await measure(ctx)
  const claims = await transaction(ctx, (t) => advanceAll(t, { measures, at }))
  if (claims.length === 0) return
  const sending = Promise.all(claims.map((claim) => notifyAndSettle(ctx, claim)))
  const wait = sleep(NOTICE_WAIT, undefined, { signal: stop, ref: false }).catch(() => undefined)
  await Promise.race([sending, wait])
}

async function advanceAll(
  t: InTransaction,
  { measures, at }: { measures: Measure[]; at: Date },
): Promise<Claim[]> {
  const fresh = measures.map(({ name }) => ({ name, ...neverRaised(at) }))
  await t.db.insert(alarms).values(fresh).onConflictDoNothing()
  // One order for all processes: no two wait for each other.
  const rows = await t.db.select().from(alarms).orderBy(alarms.name).for('update')
  const claims: Claim[] = []
  for (const row of rows) {
    const measure = measures.find(({ name }) => name === row.name)
    const claim = measure && (await advance(t, { row, measure, at }))
    if (claim) claims.push(claim)
  }
  return claims
}

/** A later measurement of another process stands. */
async function advance(
  t: InTransaction,
  { row, measure, at }: { row: Row; measure: Measure; at: Date },
): Promise<Claim | undefined> {
  const { name, value, health } = measure
  if (row.measuredAt && row.measuredAt > at) return undefined
  const after = { ...advanceAlarm(row, health, at), value, measuredAt: at, known: health !== 'unknown' }
  const isClaimed = row.tellingUntil !== null && row.tellingUntil > t.now()
  const notice = isClaimed ? null : dueNotice(after, at)
  const tellingUntil = notice === null ? row.tellingUntil : shift(t.now(), LEASE)
  await t.db
    .update(alarms)
    .set({ ...after, tellingUntil })
    .where(eq(alarms.name, name))
  if (notice === null || tellingUntil === null) return undefined
  return { notice, name, value, threshold: thresholdOf(name, t.env), since: after.since, tellingUntil }
}

/** Never throws: the caller may no longer wait. */
async function notifyAndSettle(ctx: MailContext, claim: Claim): Promise<void> {
  const { name, notice, tellingUntil } = claim
  const isSent = await notify(ctx, claim)
  try {
    await ctx.db
      .update(alarms)
      .set({ tellingUntil: null, ...(isSent && afterNotice(notice, ctx.now())) })
      .where(and(eq(alarms.name, name), eq(alarms.tellingUntil, tellingUntil)))
  } catch (error) {
    ctx.log.error('alarm_not_settled', { error, kind: name })
  }
}
