import { getTableName, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'

/** Rows deleted by one statement: few enough that nobody waits behind its locks. */
const BATCH = 1_000
/** Batches of one table in one run; the rest waits for the next run. */
const MAX_BATCHES = 100

/** A row's place in its table: as good as a key while the row is locked, and shorter than a key of several columns. */
export const ROW_PLACE = sql.identifier('ctid')

/** How long a table keeps its rows. Each noun brings its own rules (`lib/<noun>/retention.ts`). */
export type RetentionRule = {
  table: PgTable
  /** Unique in the table. */
  key: PgColumn | typeof ROW_PLACE
  /** The time from which a row ages; a row without one stays. */
  column: PgColumn
  /** Milliseconds after that time. */
  age: number
  /** Why a row is kept until then. */
  reason: string
}

/**
 * The time that ages are counted to: the context's, but no later than the database's where the context has a wall clock.
 * A machine whose clock runs ahead would otherwise delete everything at once.
 */
async function deletionTime({ db, now }: DataContext): Promise<Date> {
  const time = now()
  if (!now.isWallClock) return time
  const { rows } = await db.execute<{ ahead: boolean; at: string }>(
    sql`select ${time}::timestamptz > now() as ahead, now() as at`,
  )
  return rows[0]?.ahead ? new Date(rows[0].at) : time
}

async function deleteBatch(
  { db }: DataContext,
  { table, key, column, age }: RetentionRule,
  now: Date,
): Promise<number> {
  // `skip locked`: two processes that clean up at once share the work instead of waiting for each other.
  const { rowCount } = await db.execute(sql`
    delete from ${table} where ${key} = any(array(
      select ${key} from ${table}
      where ${column} <= ${shift(now, -age)}
      order by ${column}
      limit ${BATCH}
      for update skip locked
    ))`)
  return rowCount ?? 0
}

async function deleteOld(ctx: DataContext, rule: RetentionRule, now: Date): Promise<number> {
  let count = 0
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const rows = await deleteBatch(ctx, rule, now)
    count += rows
    if (rows < BATCH) break
  }
  return count
}

/** Deletes the rows that are past the age of their rule, in bounded batches. @returns rows deleted, by table */
export async function applyRetention(
  ctx: DataContext,
  rules: RetentionRule[],
): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {}
  const now = await deletionTime(ctx)
  for (const rule of rules) {
    const table = getTableName(rule.table)
    const count = await deleteOld(ctx, rule, now)
    deleted[table] = count
    if (count > 0) ctx.log.info('cleaned_up', { table, count })
  }
  return deleted
}
