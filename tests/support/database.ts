import { createHash, randomBytes } from 'node:crypto'
import os from 'node:os'
import { Client, escapeIdentifier } from 'pg'
import { identityOf } from '../../lib/db/embedded/process-identity'

/** A database of its own. `drop` fails when a connection to it was left open. */
export type TestDatabase = { url: string; drop(): Promise<void> }

const CREATION_LOCK = 727_275

/** SQLSTATE object_in_use. */
const IN_USE = '55006'

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
  const quoted = escapeIdentifier(name)
  await onServer(async (admin) => {
    try {
      await admin.query(`drop database if exists ${quoted}`)
    } catch (error) {
      await admin.query(`drop database if exists ${quoted} with (force)`)
      if ((error as { code?: string }).code !== IN_USE) throw error
      throw new Error('a connection to the test database was left open')
    }
  })
}

/**
 * Makes a database: with the migrated schema, empty, or only its address (`missing`).
 */
export async function testDatabase(
  kind: 'migrated' | 'empty' | 'missing' = 'migrated',
): Promise<TestDatabase> {
  const name = `${PREFIX}${process.pid}_${randomBytes(4).toString('hex')}`
  const template = kind === 'empty' ? 'template0' : (process.env.TEST_TEMPLATE ?? '')
  const creation = `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`
  if (kind !== 'missing') await onServer((admin) => admin.query(`${creation} strategy wal_log`))
  return { url: named(serverUrl(), name), drop: () => drop(name) }
}
