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

/** Takes a dump as the documents say. @returns its file */
function dump(server: DebianPostgres, name: string, ...part: string[]): string {
  const file = path.join(server.folder, name)
  server.program('pg_dump', '-Fc', ...part, '-f', file, '-d', server.url(SOURCE))
  return file
}

/** The three ways of the documents from a dump to a database; each begins with an empty one. */
const WAYS: Record<string, (server: DebianPostgres, url: string) => Promise<void>> = {
  async full(server, url) {
    server.program('pg_restore', '--exit-on-error', '-d', url, dump(server, 'full.dump'))
  },
  async schema(server, url) {
    const file = dump(server, 'tables.dump')
    server.program('pg_restore', '--schema-only', '--exit-on-error', '-d', url, file)
    server.program('pg_restore', '--data-only', '--schema=drizzle', '--exit-on-error', '-d', url, file)
  },
  async data(server, url) {
    await mustInit(url)
    const file = dump(server, 'rows.dump', '--data-only', '--schema=public')
    server.program('pg_restore', '--exit-on-error', '-d', url, file)
  },
}

/** Restores in one of these ways; the app works on what comes of it. */
async function restore(server: DebianPostgres, kind: string): Promise<void> {
  await create(server, kind)
  const url = server.url(kind)
  await WAYS[kind]?.(server, url)
  if (kind !== 'schema') await expectSameRows(server, kind)
  await mustInit(url)
  await walkDatabase(url)
}

/** Walks the main flow on the oldest promised server, dumps it, and walks on each kind of restore. */
export async function runDumps(ledger: Ledger): Promise<void> {
  const subject = { program: 'PostgreSQL of Debian', version: '' }
  let server: DebianPostgres | undefined
  const started = (): DebianPostgres => {
    if (!server) throw new Error('it did not start')
    return server
  }
  const attempt = (what: string, run: () => Promise<void>) =>
    ledger.try(subject, what, async () => void (await run()))
  await attempt('start', async () => {
    server = await startDebianPostgres()
    subject.version = server.version
  })
  if (!server) return
  try {
    await attempt('main flow, 120 session checks 20 at once, 6 sign-ups at once', async () => {
      await create(started(), SOURCE)
      await mustInit(started().url(SOURCE))
      await walkDatabase(started().url(SOURCE))
    })
    for (const kind of Object.keys(WAYS))
      await attempt(
        `pg_dump and pg_restore, ${kind === 'full' ? kind : `${kind} alone`}, and the main flow`,
        () => restore(started(), kind),
      )
  } finally {
    await server.stop()
  }
  await ledger.try({ program: 'PostgreSQL 18', version: '' }, 'pg_dump and pg_restore', async () =>
    dumpsOfTheEmbedded(),
  )
}
