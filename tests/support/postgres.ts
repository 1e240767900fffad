import { createHash } from 'node:crypto'
import { type Client, escapeIdentifier } from 'pg'
import { startEmbedded } from '../../dev/postgres/start'
import { migrate } from '../../lib/db/migrate/migrate'
import { migrationsFolder, readMigrations } from '../../lib/db/migrate/migrations'
import { dropLeftovers, named, onServer } from './database'

/**
 * Test data need not survive a crash, so nothing waits for the disk. Autovacuum is off: the databases are gone in a
 * minute, and its work would disturb tests that measure.
 */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
}

/** A template for each state of the migrations: a run beside this one may be on another branch. */
function templateName(): string {
  const hashes = readMigrations(migrationsFolder()).map(({ hash }) => hash)
  return `huntaze_template_${createHash('sha256').update(hashes.join()).digest('hex').slice(0, 12)}`
}

/** Only a finished template is closed to connections; one that a killed run left open is made again. */
async function makeTemplate(admin: Client, server: string, name: string): Promise<void> {
  const { rows } = await admin.query('select datallowconn from pg_database where datname = $1', [name])
  if (rows[0]?.datallowconn === false) return
  await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
  await migrate(named(server, name))
  await admin.query(`alter database ${escapeIdentifier(name)} with allow_connections false`)
}

/**
 * Starts a server with `settings` on the data folder `folder`, unless TEST_DATABASE_URL names one (as its superuser), and
 * makes a migrated template database on it, which `testDatabase` clones.
 * @returns what to call after the run
 */
export async function prepareServer(
  folder: string,
  settings: Record<string, string>,
): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const embedded = given ? undefined : await startEmbedded(folder, settings)
  const server = embedded?.url ?? given ?? ''
  const template = templateName()
  // The processes that run the tests inherit these.
  Object.assign(process.env, { TEST_DATABASE_URL: server, TEST_TEMPLATE: template })
  await onServer(async (admin) => {
    await dropLeftovers(admin)
    await makeTemplate(admin, server, template)
  })
  return async () => {
    if (embedded) delete process.env.TEST_DATABASE_URL
    await embedded?.stop()
  }
}

/** Once a test run: the server of the tests, and its template. @returns what to call after the run */
export default async function preparePostgres(): Promise<() => Promise<void>> {
  return await prepareServer('.cache/test-pg', SETTINGS)
}
