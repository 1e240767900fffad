import path from 'node:path'
import { escapeIdentifier } from 'pg'
import { queryOnce } from '../../support/with-client'
import type { Ledger } from '../ledger'
import { mustInit } from './database'
import { type DebianPostgres, dumpsOfTheEmbedded, startDebianPostgres } from './debian'
import { walkDatabase } from './walk'

const COUNTS = `select (select count(*) from users) as users, (select count(*) from sessions) as sessions,
  (select sum(amount) from tally_marks) as tally`

const SOURCE = 'huntaze'

async function expectSameRows(server: DebianPostgres, database: string): Promise<void> {
  const [before, after] = await Promise.all(
    [SOURCE, database].map((name) => queryOnce(server.url(name), COUNTS)),
  )
  if (JSON.stringify(before) !== JSON.stringify(after))
    throw new Error(`${JSON.stringify(after)} instead of ${JSON.stringify(before)}`)
}

const create = (server: DebianPostgres, database: string) =>
  queryOnce(server.url('postgres'), `create database ${escapeIdentifier(database)}`)

/** Restores the dump into a new database in one of three ways; the app works on what comes of it. */
async function restore(
  server: DebianPostgres,
  kind: 'full' | 'schema' | 'data',
  dump: string,
): Promise<void> {
  await create(server, kind)
  const url = server.url(kind)
  if (kind === 'data') await mustInit(url)
  const part = { full: [], schema: ['--schema-only'], data: ['--data-only', '--schema=public'] }[kind]
  server.program('pg_restore', '--exit-on-error', ...part, '-d', url, dump)
  if (kind !== 'schema') await expectSameRows(server, kind)
  // A restore of the tables alone leaves the record of the migrations out.
  if (kind !== 'schema') await mustInit(url)
  await walkDatabase(url)
}

/** Walks the main flow on the oldest promised server, dumps it, and walks on each kind of restore. */
export async function runDumps(ledger: Ledger): Promise<void> {
  let server: DebianPostgres | undefined
  const started = (): DebianPostgres => {
    if (!server) throw new Error('it did not start')
    return server
  }
  const attempt = (what: string, run: () => Promise<void>) =>
    ledger.try('PostgreSQL of Debian', server?.version ?? '', what, async () => void (await run()))
  await attempt('start', async () => {
    server = await startDebianPostgres()
  })
  if (!server) return
  try {
    await attempt('main flow, 120 session checks 20 at once, 6 sign-ups at once', async () => {
      await create(started(), SOURCE)
      await mustInit(started().url(SOURCE))
      await walkDatabase(started().url(SOURCE))
    })
    const dump = path.join(server.folder, 'dump')
    await attempt('pg_dump -Fc', async () => {
      started().program('pg_dump', '-Fc', '-f', dump, '-d', started().url(SOURCE))
    })
    for (const kind of ['full', 'schema', 'data'] as const)
      await attempt(`pg_restore, ${kind === 'full' ? kind : `${kind} alone`}, and the main flow`, () =>
        restore(started(), kind, dump),
      )
  } finally {
    await server.stop()
  }
  await ledger.try('PostgreSQL 18', '', 'pg_dump and pg_restore', async () => dumpsOfTheEmbedded())
}
