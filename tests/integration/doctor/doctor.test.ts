import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database'
import { bundleScript, runScript } from '../../support/scripts'
import { startSesAccountEndpoint } from '../../support/ses-account-endpoint'
import { queryOnce } from '../../support/with-client'

const SECRET = 'k3Vw9-pLz0QxT7rYbN2mC5sD8fG1hJ4a'

/** The program of `npm run doctor`. */
const doctor = (env: Record<string, string>) => runScript('doctor', env)

beforeAll(() => bundleScript('doctor'))

const healthy = (database: TestDatabase) => ({
  DATABASE_URL: database.url,
  AUTH_SECRET: SECRET,
  EMAIL_TRANSPORT: 'mailbox',
  APP_URL: 'http://localhost:3000',
})

let database: TestDatabase

beforeEach(async () => {
  database = await testDatabase()
})

afterEach(() => database.drop())

const query = (sql: string) => queryOnce(database.url, sql)

describe('doctor', () => {
  it('finds nothing in a deployment in good order, and leaves with 0', async () => {
    const { code, out, err } = await doctor({ ...healthy(database), NODE_ENV: 'production' })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^✔ green {3}configuration +complete, for production$/m)
    expect(out).toMatch(/^✔ green {3}database +PostgreSQL \d+[.]\d+ answers$/m)
    expect(out).toMatch(/^✔ green {3}database schema +all \d+ migration\(s\) are applied, in public$/m)
    expect(out).toMatch(/^✔ green {3}database reads +answered by the server that takes the writes$/m)
    expect(out).toMatch(/^✔ green {3}clock +0[.]\d s/m)
    expect(out).toMatch(/\n\d+ green, 0 yellow, 0 red\n$/)
    expect(out).not.toContain('\u001b')
  })

  it('leaves with 1 when a migration is missing, and applies none', async () => {
    await query('delete from drizzle.__drizzle_migrations')
    for (let run = 0; run < 2; run++) {
      const { code, out } = await doctor(healthy(database))
      expect(code).toBe(1)
      expect(out).toMatch(
        /^✖ red {5}database schema +\d+ migration\(s\) are not applied in public\n +fix: .*db:init:safe$/m,
      )
    }
  })

  it('leaves with 0 when the database is ahead, which is worth a word', async () => {
    await query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)`)
    const { code, out } = await doctor(healthy(database))
    expect(code).toBe(0)
    expect(out).toMatch(/^▲ yellow {2}database schema +ahead of this checkout by 1 migration/m)
  })

  it('looks at everything else while the configuration has faults, and shows no secret', async () => {
    const { code, out, err } = await doctor({
      NODE_ENV: 'production',
      AUTH_SECRET: 'hunter2',
      DATABASE_URL: 'postgres://someone:hunter3@127.0.0.1:9/nowhere',
    })
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/^✖ red {5}configuration +\d fault\(s\)$/m)
    expect(out).toMatch(/^✖ red {5}AUTH_SECRET +1 secret\(s\), the shortest 7 bytes$/m)
    expect(out).toMatch(/^✖ red {5}database +cannot be used \(ECONNREFUSED\): nothing listens/m)
    expect(out).toMatch(/^▲ yellow {2}clock +not checked/m)
    expect(out).not.toMatch(/hunter[23]|someone/)
  })

  it('never asks a database that nobody named', async () => {
    const { code, out } = await doctor({ NODE_ENV: 'production', PGHOST: '127.0.0.1', PGPORT: '9' })
    expect(code).toBe(1)
    expect(out).toMatch(/cannot be used\n +fix: set DATABASE_URL/)
  })

  it('tells what the canaries of this deployment tell', async () => {
    const watched = { ...healthy(database), EMAIL_CANARY_MINUTES: '5' }
    expect((await doctor(watched)).out).toMatch(/^▲ yellow {2}canary +none was sent so far\n +fix: /m)
    await query(`insert into email_messages (kind, status, due_at, created_at, settled_at, provider_message_id)
      values ('canary', 'sent', now(), now() - interval '1 hour', now() - interval '59 minutes', 'x')`)
    const { code, out } = await doctor(watched)
    expect(code).toBe(1)
    expect(out).toMatch(/^✖ red {5}canary +silent: last sent at \d{4}-.*, never reported delivered$/m)
  })

  // The sender's domain is looked up by this machine's own name servers: their answers, or silence, are not judged.
  it('asks the SES account that the environment names', { timeout: 60_000 }, async () => {
    const endpoint = await startSesAccountEndpoint()
    try {
      const { out, err } = await doctor({
        ...healthy(database),
        ...endpoint.environment,
        EMAIL_TRANSPORT: 'ses',
        EMAIL_FROM: 'Huntaze <noreply@mail.huntaze.com>',
      })
      expect(err).toBe('')
      expect(out).toMatch(/^✔ green {3}SES credentials +accepted in eu-west-3$/m)
      expect(out).toMatch(/^✔ green {3}DKIM +signed for huntaze[.]com$/m)
      expect(out).not.toContain('noreply@')
    } finally {
      await endpoint.close()
    }
  })
})
