import { setTimeout as sleep } from 'node:timers/promises'
import { escapeIdentifier } from 'pg'
import { SECOND } from '../../kernel/clock'
import type { Connection } from '../connection'
import { MigrationError } from './migration-error'
import type { LateFill, Migration } from './migrations'

/** Rows that one statement fills: their writers wait some milliseconds. */
const BATCH = 1_000

/** Rounds over the rows that somebody else held, and the pause before each (ms). */
const ROUNDS = 20
const PAUSE = SECOND

type Filling = {
  client: Connection
  schema: string
  migrations: Migration[]
  waiting: { log: (line: string) => void }
}

/** A fill by the names that its statements use, quoted. */
type Names = { table: string; column: string }

const namesOf = ({ table, column }: LateFill, schema: string): Names => ({
  table: `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`,
  column: escapeIdentifier(column),
})

/** Fills rows in the order of their ids; those that somebody holds are left for the next round. @returns how many */
async function fillRound(client: Connection, { table, column }: Names): Promise<number> {
  let filled = 0
  for (let last: string | null = '0'; last !== null; ) {
    const { rows }: { rows: { last: string | null; count: number }[] } = await client.query(
      `with due as (
        select id from ${table} where id > $1 and ${column} is null order by id limit ${BATCH} for update skip locked
      ), done as (update ${table} set ${column} = default where id in (select id from due) returning id)
      select max(id)::text as last, count(*)::int as count from done`,
      [last],
    )
    last = rows[0]?.last ?? null
    filled += rows[0]?.count ?? 0
  }
  return filled
}

const isMissing = async (client: Connection, { table, column }: Names): Promise<boolean> =>
  (await client.query(`select from ${table} where ${column} is null limit 1`)).rowCount === 1

/**
 * Gives the columns that migrations fill their default in the rows without a value, 1,000 rows a statement, each its own
 * transaction, while others read and write. The next run completes one that was killed, and several at once share the rows.
 * @throws MigrationError
 */
export async function fillColumns({ client, schema, migrations, waiting }: Filling): Promise<void> {
  for (const fill of migrations.flatMap(({ review }) => review?.lateFills ?? [])) {
    const names = namesOf(fill, schema)
    for (let round = 1; await isMissing(client, names); round += 1) {
      if (round > ROUNDS)
        throw new MigrationError(`Rows of ${fill.table} are in use for too long. Run this again.`)
      const count = await fillRound(client, names)
      if (count > 0) waiting.log(`filled ${fill.table}.${fill.column} in ${count} row(s)`)
      else await sleep(PAUSE)
    }
  }
}
