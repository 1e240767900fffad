import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { migrationsFolder, readMigrations } from '../../../lib/db/migrate/migrations'
import { bundleServer } from '../../../scripts/build/release-server.mjs'
import release from '../../previous-release/release.json'
import { type TestDatabase, testDatabase } from '../../support/database'
import { freePort } from '../../support/free-port'
import { olderDatabase } from '../../support/older-database'
import { type ServerProcess, startServer } from '../../support/server-process'
import { type SesEndpoint, startSesEndpoint } from '../../support/ses-endpoint'
import { ask, register, signInAndOut, verify, walkMainFlow } from '../../support/walk'

const PREVIOUS = path.resolve('tests/previous-release/server.mjs')
/** Inside the project, where its packages are found. */
const CURRENT = path.resolve('.cache', `current-server-${process.pid}.mjs`)
const AUTH_SECRET = randomBytes(32).toString('base64url')

let nowhere: string
let provider: SesEndpoint
let database: TestDatabase
let running: ServerProcess[]

/** A release's server on the test's database; all releases of a test share what a deployment configures. */
async function start(server: string): Promise<ServerProcess> {
  const port = await freePort()
  const environment = {
    ...provider.environment,
    AUTH_SECRET,
    APP_URL: 'http://localhost:3000',
    DATABASE_URL: database.url,
    EMAIL_TRANSPORT: 'ses',
  }
  const started = await startServer([server], { cwd: nowhere, port, environment })
  running.push(started)
  return started
}

beforeAll(async () => {
  // No `.env` file of a developer's is there.
  nowhere = mkdtempSync(path.join(os.tmpdir(), 'huntaze-release-'))
  provider = await startSesEndpoint()
  mkdirSync(path.dirname(CURRENT), { recursive: true })
  await bundleServer(CURRENT)
})

afterAll(async () => {
  await provider.close()
  rmSync(nowhere, { recursive: true })
  rmSync(CURRENT)
})

it('the previous release is of the same line as this checkout', () => {
  const ours = readMigrations(migrationsFolder()).map(({ tag }) => tag)
  expect(ours.slice(0, release.migrations.length)).toEqual(release.migrations)
})

describe('the previous release', () => {
  beforeEach(() => {
    running = []
  })

  afterEach(async () => {
    for (const server of running) await server.stop()
    await database.drop()
    // An unknown column would be one of these lines, even where the request was answered.
    for (const server of running) expect(server.output()).not.toMatch(/"level":"(error|fatal)"/)
  })

  it('serves while the tables under it are brought forward', async () => {
    database = await olderDatabase(release.migrations.length)
    const { url } = await start(PREVIOUS)
    const person = await register(url)
    const report = await migrate(database.url)
    expect(report.applied.length + release.migrations.length).toBe(readMigrations(migrationsFolder()).length)
    await verify(url, provider, person)
    await signInAndOut(url, person)
    await walkMainFlow(url, provider)
  })

  it('and this one share a database, as they do while one replaces the other', async () => {
    database = await testDatabase()
    const [previous, current] = [await start(PREVIOUS), await start(CURRENT)]
    for (const [one, other] of [
      [previous.url, current.url],
      [current.url, previous.url],
    ] as const) {
      const person = await register(one)
      // The session that one made is the other's too, and so is what one wrote about the address.
      expect((await ask(other, 'GET', '/api/auth/me', { cookie: person.cookie })).status).toBe(200)
      await verify(other, provider, person)
      await signInAndOut(one, person)
      await signInAndOut(other, person)
    }
  })
})
