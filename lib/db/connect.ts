import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import { SECOND } from '../kernel/clock'
import { isPassing } from './errors'
import { MigrationError } from './migrate/migration-error'
import { databaseCause } from './states/recognize'

const CONNECT_TIMEOUT = 5 * SECOND

/** Milliseconds to keep trying: a database is often started together with its users. */
const START_TIMEOUT = 10 * SECOND
const RETRY_PAUSE = 500

const CREATION_LOCK = 727_273

/** SQLSTATE invalid_catalog_name and duplicate_database. */
const MISSING_DATABASE = '3D000'
const DATABASE_EXISTS = '42P04'

/** Database and host of `url`, without user and password. */
function placeOf(url: URL): string {
  const database = decodeURIComponent(url.pathname.slice(1))
  return `${database} at ${url.searchParams.get('host') ?? url.host}`
}

function parseUrl(url: string): URL {
  if (!URL.canParse(url)) throw new MigrationError('DATABASE_URL is not a valid postgres:// address.')
  return new URL(url)
}

async function connect(url: URL): Promise<Client> {
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: CONNECT_TIMEOUT })
  // The running query reports a lost connection.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Creates the database of `url` through the maintenance database every server has. Safe when many do it at once. */
async function createDatabase(url: URL): Promise<void> {
  const maintenance = new URL(url.href)
  maintenance.pathname = '/postgres'
  const name = decodeURIComponent(url.pathname.slice(1))
  const client = await connect(maintenance)
  try {
    await client.query('select pg_advisory_lock($1)', [CREATION_LOCK])
    // From template0: template1 may have another encoding, and may be in use.
    await client.query(`create database ${escapeIdentifier(name)} template template0 encoding 'UTF8'`)
  } catch (error) {
    if (databaseCause(error).code !== DATABASE_EXISTS) throw error
  } finally {
    await client.end()
  }
}

const isTemporary = (error: unknown): boolean => isPassing(error, 'connect')

function describe(url: URL, error: unknown): MigrationError {
  const { code, message } = databaseCause(error)
  const place = placeOf(url)
  if (isTemporary(error))
    return new MigrationError(`The database ${place} cannot be reached (${code ?? message}).`)
  return new MigrationError(`The database ${place} refused the connection (${code ?? message}).`)
}

/**
 * Connects to the database of `address`, waits some seconds for a server that is starting, and creates the
 * database when it is missing.
 * @throws MigrationError
 */
export async function connectOrCreate(
  address: string,
  log: (line: string) => void,
): Promise<{ client: Client; created: boolean }> {
  const url = parseUrl(address)
  const giveUpAt = performance.now() + START_TIMEOUT
  for (let created = false, said = false; ; ) {
    try {
      return { client: await connect(url), created }
    } catch (error) {
      const missing = databaseCause(error).code === MISSING_DATABASE && !created
      if (!missing && (!isTemporary(error) || performance.now() > giveUpAt)) throw describe(url, error)
      if (missing) {
        await createDatabase(url).catch((cause) => {
          throw describe(url, cause)
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
