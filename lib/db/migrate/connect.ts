import { setTimeout as sleep } from 'node:timers/promises'
import { escapeIdentifier } from 'pg'
import { APPLICATION_NAME } from '../../kernel/brand'
import { SECOND } from '../../kernel/clock'
import { readDatabaseAddress } from '../../kernel/env/database-address'
import { CONNECT_TIMEOUT, Connection, limitSession } from '../connection'
import { isPassing } from '../errors'
import { databaseCause } from '../states/recognize'
import { MigrationError } from './migration-error'
import { isMissingBehindPooler, nameOf, placeOf, refusalOf } from './refused-connection'

/** Milliseconds to keep trying: databases often start together with the app, and a fail-over takes about this long. */
const START_TIMEOUT = 30 * SECOND
const RETRY_PAUSE = 500

/** SQLSTATE invalid_catalog_name; duplicate_database, or unique_violation if another process creates it at this moment. */
const MISSING_DATABASE = '3D000'
const DATABASE_EXISTS = ['42P04', '23505']

type Log = (line: string) => void

function parseUrl(text: string, log: Log): URL {
  const read = readDatabaseAddress(text)
  if ('fault' in read) throw new MigrationError(read.fault)
  for (const notice of read.notices) log(notice)
  return new URL(read.url)
}

/** A standby takes no writes until it is promoted. A balancer sends this question to the primary. */
async function refuseReadOnly(client: Connection): Promise<void> {
  const { rows } = await client.query<{ readOnly: boolean }>(
    `select pg_is_in_recovery() or current_setting('transaction_read_only')::bool as "readOnly"`,
  )
  if (rows[0]?.readOnly) throw new ReadOnlyServer()
}

class ReadOnlyServer extends Error {
  override readonly name = 'ReadOnlyServer'
  /** SQLSTATE read_only_sql_transaction, which the first write would be refused with. */
  readonly code = '25006'
}

/** A connection without limits of time: a migration may take minutes. */
async function connect(url: URL): Promise<Connection> {
  const client = new Connection({
    connectionString: url.href,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: `${APPLICATION_NAME}-migration`,
  })
  // The running query reports a lost connection.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await limitSession(client, 0)
    await refuseReadOnly(client)
  } catch (error) {
    await client.end()
    throw error
  }
  return client
}

/** Creates the database of `url` through the maintenance database every server has. Safe when many do it at once. */
async function createDatabase(url: URL): Promise<void> {
  const maintenance = new URL(url.href)
  maintenance.pathname = '/postgres'
  const client = await connect(maintenance)
  try {
    // From template0: template1 may have another encoding, and may be in use.
    await client.query(`create database ${escapeIdentifier(nameOf(url))} template template0 encoding 'UTF8'`)
  } catch (error) {
    if (!DATABASE_EXISTS.includes(databaseCause(error).code ?? '')) throw error
  } finally {
    await client.end()
  }
}

const isTemporary = (error: unknown): boolean => !isMissingBehindPooler(error) && isPassing(error, 'connect')

/**
 * Connects to the database of `address`, waits for a server that is starting, out of reach or read-only, and creates the
 * database when it is missing.
 * @param patience milliseconds to wait
 * @throws MigrationError
 */
export async function connectOrCreate(
  address: string,
  log: Log,
  patience = START_TIMEOUT,
): Promise<{ client: Connection; created: boolean }> {
  const url = parseUrl(address, log)
  const giveUpAt = performance.now() + patience
  for (let created = false, said = false; ; ) {
    try {
      return { client: await connect(url), created }
    } catch (error) {
      const missing = databaseCause(error).code === MISSING_DATABASE && !created
      if (!missing && (!isTemporary(error) || performance.now() > giveUpAt)) throw refusalOf(url, error)
      if (missing) {
        await createDatabase(url).catch((cause) => {
          throw refusalOf(url, cause, { creating: true })
        })
        created = true
      } else {
        if (!said) log(`waiting for the database ${placeOf(url)}`)
        said = true
        await sleep(RETRY_PAUSE)
      }
    }
  }
}

/** A second connection to a database that was reached before. @throws MigrationError */
export async function connectAgain(address: string): Promise<Connection> {
  const url = parseUrl(address, () => undefined)
  return await connect(url).catch((error) => {
    throw refusalOf(url, error)
  })
}
