import { sql } from 'drizzle-orm'
import { shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'

/** Rows deleted by one statement: small enough that nobody waits behind its locks. */
const BATCH = 1_000
/** Batches of one table in one run; what is left waits for the next run. */
const MAX_BATCHES = 100

/** What is deleted when: table, its key, the column that ages, how long after it, and why it was kept. */
const RULES = [
  {
    table: 'email_verification_tokens',
    key: 'id',
    column: 'expires_at',
    age: LIFETIMES.expiredVerificationToken,
    reason: 'an expired link says "expired", not "invalid"',
  },
  {
    table: 'email_verification_uses',
    key: 'token_hash',
    column: 'used_at',
    age: LIFETIMES.usedVerificationToken,
    reason: 'a used link says "already verified"',
  },
  { table: 'sessions', key: 'id', column: 'expires_at', age: 0, reason: 'an ended session is worth nothing' },
  {
    table: 'rate_limits',
    key: 'key',
    column: 'expires_at',
    age: 0,
    reason: 'a window that is over counts nothing',
  },
  {
    table: 'email_messages',
    key: 'id',
    column: 'settled_at',
    age: LIFETIMES.settledMessage,
    reason: 'what became of a message can be asked for a while',
  },
  {
    table: 'email_events',
    key: 'id',
    column: 'received_at',
    age: LIFETIMES.settledMessage,
    reason: 'a report outlives its message only where it never found one',
  },
  {
    table: 'canary_silences',
    key: 'id',
    column: 'ended_at',
    age: LIFETIMES.settledMessage,
    reason: 'an alarm can be looked up as long as the canaries that were missed',
  },
  {
    table: 'events',
    key: 'id',
    column: 'created_at',
    age: LIFETIMES.event,
    reason: 'who looks into a misuse comes late',
  },
  // Keys of several columns are long; the place of a row that is locked is as good.
  ...(['signups', 'tallies', 'request_counts', 'gauges', 'beat_minutes'] as const).map((table) => ({
    table,
    key: 'ctid',
    column: 'at',
    age: LIFETIMES.monitoring,
    reason: 'the dashboard looks back thirty days',
  })),
  {
    table: 'instances',
    key: 'id',
    column: 'last_beat_at',
    age: LIFETIMES.monitoring,
    reason: 'a process that ended says when it ran',
  },
  {
    table: 'mailbox_messages',
    key: 'id',
    column: 'created_at',
    age: LIFETIMES.mailboxMessage,
    reason: 'the local mailbox is for looking at what was just sent',
  },
] as const

/**
 * What time it is for deleting. A process whose wall clock runs ahead would delete everything at once, and that is gone:
 * the database's clock is the bound. Any other clock is right as it is.
 */
async function deletionTime({ db, now }: DataContext): Promise<Date> {
  const time = now()
  if (!now.isWallClock) return time
  const { rows } = await db.execute<{ ahead: boolean; at: string }>(
    sql`select ${time}::timestamptz > now() as ahead, now() as at`,
  )
  return rows[0]?.ahead ? new Date(rows[0].at) : time
}

async function deleteBatch(ctx: DataContext, rule: (typeof RULES)[number], now: Date): Promise<number> {
  const [table, key, column] = [rule.table, rule.key, rule.column].map((name) => sql.identifier(name))
  // `skip locked`: two processes that clean up at once share the work instead of waiting for each other.
  const { rowCount } = await ctx.db.execute(sql`
    delete from ${table} where ${key} = any(array(
      select ${key} from ${table}
      where ${column} <= ${shift(now, -rule.age)}
      order by ${column}
      limit ${BATCH}
      for update skip locked
    ))`)
  return rowCount ?? 0
}

/** Deletes what is past its age, in bounded batches. @returns rows deleted, by table */
export async function cleanUp(ctx: DataContext): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {}
  const now = await deletionTime(ctx)
  for (const rule of RULES) {
    let count = 0
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const rows = await deleteBatch(ctx, rule, now)
      count += rows
      if (rows < BATCH) break
    }
    deleted[rule.table] = count
    if (count > 0) ctx.log.info('cleaned_up', { table: rule.table, count })
  }
  return deleted
}
