import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { login } from '../../../lib/auth/login'
import { openDatabase } from '../../../lib/db/client'
import { migrate } from '../../../lib/db/migrate/migrate'
import { migrationsFolder, readMigrations } from '../../../lib/db/migrate/migrations'
import type { Probe } from '../../../lib/doctor/check'
import { migrationsCheck } from '../../../lib/doctor/database/migrations'
import { rightsCheck } from '../../../lib/doctor/database/rights'
import { createLog } from '../../../lib/kernel/log'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { sample } from '../../../lib/monitor/gauge/sample'
import { readReadiness } from '../../../lib/monitor/ready'
import { createPasswordHasher } from '../../../lib/password/hash'
import { testClock } from '../../support/clock'
import { type TestDatabase, testDatabase } from '../../support/database'
import { captureMail } from '../../support/mail'
import { aProbe, findings } from '../../support/probe'
import { withClient } from '../../support/with-client'
import { aVerifiedUser, aVisitor, PASSWORD, testEnv, type World } from '../../support/world'

/** The SQL of the page for people with two roles, its names replaced by ones of this test. */
function grants(database: TestDatabase, suffix: string): string[] {
  const page = readFileSync('docs/DATABASE.md', 'utf8')
  const name = new URL(database.url).pathname.slice(1)
  return [...page.matchAll(/^ *```sql\n([\s\S]*?)^ *```/gm)].map(([, block = '']) =>
    block
      .replaceAll(/huntaze_(owner|app)/g, `$&_${suffix}`)
      .replaceAll('database huntaze', `database ${name}`),
  )
}

let database: TestDatabase
let suffix: string

const addressOf = (role: 'owner' | 'app'): string => {
  const url = new URL(database.url)
  url.username = `huntaze_${role}_${suffix}`
  return url.href
}

beforeEach(async () => {
  database = await testDatabase('empty')
  suffix = randomBytes(4).toString('hex')
})

afterEach(async () => {
  await withClient(database.url, async (client) => {
    for (const role of ['app', 'owner']) {
      await client.query(`drop owned by huntaze_${role}_${suffix} cascade`)
      await client.query(`drop role huntaze_${role}_${suffix}`)
    }
  })
  await database.drop()
})

/** An app whose role may work with the rows that another role's tables hold. */
function openApp(): Pick<World, 'ctx' | 'pool' | 'logged'> {
  const logged: string[] = []
  const now = testClock()
  const log = createLog(now, (line) => void logged.push(line))
  const { db, pool } = openDatabase(addressOf('app'), log)
  const env = testEnv(addressOf('app'))
  const passwords = createPasswordHasher({ cost: env.bcryptCost })
  const mailDomain = async () => 'unknown' as const
  return { ctx: { db, now, env, log, mail: captureMail(), passwords, mailDomain }, pool, logged }
}

const appRole = () => `huntaze_app_${suffix}`

/** Levels of the doctor's checks that a role's rights decide. */
async function doctorSays({ pool }: Pick<World, 'pool'>): Promise<Record<string, string>> {
  const query: Probe['query'] = async (sql) => (await pool.query(sql)).rows
  const migrations = () => readMigrations(migrationsFolder())
  const { found } = await findings([migrationsCheck, rightsCheck], aProbe({ query, migrations }))
  return Object.fromEntries(Object.entries(found).map(([name, { level }]) => [name, level]))
}

describe('with one role for the tables and one for the rows', () => {
  it('the main flow, clean-up and the samples run, and the app is ready', async () => {
    const [roles = '', journal = ''] = grants(database, suffix)
    await withClient(database.url, (client) => client.query(roles))
    await migrate(addressOf('owner'))
    const app = openApp()
    try {
      const { email } = await aVerifiedUser(app as World)
      expect((await login(app.ctx, { email, password: PASSWORD }, aVisitor())).ok).toBe(true)
      await cleanUp(app.ctx)
      await sample(app.ctx)
      expect(await readReadiness(app.ctx, app.ctx.now())).toEqual({
        ready: true,
        parts: { database: 'ok', migrations: 'unknown', worker: 'ok' },
      })
      expect(app.logged.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([])
      expect(await doctorSays(app)).toEqual({ 'database schema': 'yellow', 'database rights': 'green' })
      await withClient(database.url, (client) => client.query(journal))
      expect(await doctorSays(app)).toEqual({ 'database schema': 'green', 'database rights': 'green' })
      await withClient(addressOf('owner'), (client) =>
        client.query(`revoke delete on users from ${appRole()}`),
      )
      expect(await doctorSays(app)).toEqual({ 'database schema': 'green', 'database rights': 'red' })
      expect((await readReadiness(app.ctx, app.ctx.now())).parts.migrations).toBe('ok')
    } finally {
      await app.pool.end()
    }
  })
})
