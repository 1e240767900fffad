import { createHash, randomBytes } from 'node:crypto'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import { identityOf } from '../../dev/postgres/process-identity'
import { emptyDatabase, noteUntouched } from './empty-database'

/** A database of its own. `drop` fails when a connection to it was left open. */
export type TestDatabase = { url: string; drop(): Promise<void> }

const CREATION_LOCK = 727_275

/** Milliseconds. */
const ENDING = 20_000
const POLL = 20

/** Leftovers are recognised by machine and process, so that two machines may share a server. */
const PREFIX = `huntaze_test_${createHash('sha256').update(os.hostname()).digest('hex').slice(0, 6)}_`

/** The address of another database on the server of `url`. */
export function named(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url) throw new Error('no test server: add the global setup tests/support/postgres.ts')
  return url
}

/** Runs `action` on the server, one at a time of all processes: PostgreSQL copies a template for one at a time. */
export async function onServer<T>(action: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: serverUrl() })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [CREATION_LOCK])
    return await action(admin)
  } finally {
    await admin.end()
  }
}

/** Drops what runs that were killed left behind. */
export async function dropLeftovers(admin: Client): Promise<void> {
  const { rows } = await admin.query('select datname from pg_database where starts_with(datname, $1)', [
    PREFIX,
  ])
  for (const { datname } of rows) {
    const pid = Number(datname.slice(PREFIX.length).split('_')[0])
    if (!identityOf(pid)) await admin.query(`drop database ${escapeIdentifier(datname)} with (force)`)
  }
}

async function drop(name: string): Promise<void> {
  await onServer((admin) => admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`))
}

const connections = async (name: string): Promise<number> =>
  await onServer(async (admin) => {
    const { rowCount } = await admin.query(
      `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    )
    return rowCount ?? 0
  })

/** A client's connection left open would be the next test's riddle. One that was just closed ends within moments. */
async function refuseOpenConnections(name: string): Promise<void> {
  for (let waited = 0; waited < ENDING; waited += POLL) {
    if ((await connections(name)) === 0) return
    await sleep(POLL)
  }
  await drop(name)
  throw new Error('a connection to the test database was left open')
}

/** Migrated databases of this process that nobody uses any more. To empty one takes 1 ms, to make one 120. */
const spare: string[] = []

/** Gives a migrated database back. One whose tables a test has changed is of no more use. */
async function giveBack(name: string): Promise<void> {
  await refuseOpenConnections(name)
  if (await emptyDatabase(named(serverUrl(), name))) spare.push(name)
  else await drop(name)
}

async function migratedDatabase(): Promise<TestDatabase> {
  const name = spare.pop() ?? (await create(process.env.TEST_TEMPLATE ?? ''))
  const url = named(serverUrl(), name)
  await noteUntouched(url)
  return { url, drop: () => giveBack(name) }
}

const freshName = (): string => `${PREFIX}${process.pid}_${randomBytes(4).toString('hex')}`

async function create(template: string): Promise<string> {
  const name = freshName()
  const creation = `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`
  await onServer((admin) => admin.query(`${creation} strategy wal_log`))
  return name
}

/**
 * Gives a test a database: with the migrated schema and no rows, with nothing in it, or only its address (`missing`).
 */
export async function testDatabase(
  kind: 'migrated' | 'empty' | 'missing' = 'migrated',
): Promise<TestDatabase> {
  if (kind === 'migrated') return await migratedDatabase()
  const name = kind === 'empty' ? await create('template0') : freshName()
  return {
    url: named(serverUrl(), name),
    drop: async () => {
      await refuseOpenConnections(name)
      await drop(name)
    },
  }
}
