import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startEmbedded } from '../../../dev/postgres/start'

const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-test-'))
const data = path.join(folder, 'pg')

afterEach(() => rmSync(folder, { recursive: true }))

it('a data folder of another PostgreSQL is refused with both versions and the cure, and left alone', async () => {
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(path.join(data, 'PG_VERSION'), '16\n')
  const failure = await startEmbedded(data).catch((error: Error) => error)
  expect(failure).toMatchObject({ name: 'EmbeddedDatabaseError' })
  const { message } = failure as Error
  expect(message).toMatch(/is of PostgreSQL 16, and this checkout has PostgreSQL 18\./)
  expect(message).toContain(`To start afresh, move ${data} away.`)
  expect(message).toContain('pg_dump')
  expect(readdirSync(data)).toEqual(['PG_VERSION'])
})
