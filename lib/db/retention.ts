import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { DataContext } from '../kernel/context'
import { sharedNow } from './clock'

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
  /** Rows besides which none is deleted. */
  only?: SQL
  /** Why a row is kept until then. */
  reason: string
  /** Deletes a batch, and returns its size as `deleted`: for a table that refuses plain deletions. */
  by?: (batch: number) => SQL
}

async function deleteBatch(ctx: DataContext, rule: RetentionRule): Promise<number> {
  if (rule.by) return deletedRows(await ctx.db.execute<{ deleted: number }>(rule.by(BATCH)))
  const { table, key, column, age, only } = rule
  // `skip locked`: two processes that clean up at once share the work instead of waiting for each other.
  const { rowCount } = await ctx.db.execute(sql`
    delete from ${table} where ${key} = any(array(
      select ${key} from ${table}
      where ${column} <= ${sharedNow(ctx, -age)}${only ? sql` and ${only}` : sql``}
      order by ${column}
      limit ${BATCH}
      for update skip locked
    ))`)
  return rowCount ?? 0
}

const deletedRows = ({ rows }: { rows: { deleted: number }[] }): number => rows[0]?.deleted ?? 0

async function deleteOld(ctx: DataContext, rule: RetentionRule): Promise<number> {
  let count = 0
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const rows = await deleteBatch(ctx, rule)
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
  for (const rule of rules) {
    const table = getTableName(rule.table)
    const count = await deleteOld(ctx, rule)
    deleted[table] = (deleted[table] ?? 0) + count
    if (count > 0) ctx.log.info('cleaned_up', { table, count })
  }
  return deleted
}
