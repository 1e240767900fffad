import { sql } from 'drizzle-orm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { users } from '../../../lib/account/schema'
import { UnreadableInstant } from '../../../lib/db/instant'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { peekSession } from '../../../lib/session/read'
import { type TestDatabase, testDatabase } from '../../support/database'
import { mainFlowAt, walkMainFlow } from '../../support/main-flow'
import { anOperator } from '../../support/operators'
import { startPooler } from '../../support/pooler'
import { queryOnce } from '../../support/with-client'
import { aRegisteredUser } from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

const database = (name: string) => `alter database "${name}"`

/** A migrated database with settings of its own, perhaps behind a pooler, until the test has finished. */
async function databaseWith(settings: string[], { isPooled = false } = {}): Promise<TestDatabase> {
  const made = await testDatabase()
  const name = new URL(made.url).pathname.slice(1)
  for (const setting of settings) await queryOnce(made.url, `${database(name)} set ${setting}`)
  const pooler = isPooled ? await startPooler(made.url) : undefined
  onTestFinished(async () => {
    await pooler?.close()
    await made.drop()
  })
  return { url: pooler?.url ?? made.url, drop: async () => undefined }
}

const SETTINGS = [
  `datestyle = 'German'`,
  `datestyle = 'SQL, DMY'`,
  `datestyle = 'Postgres, MDY'`,
  `timezone = 'Asia/Kolkata'`,
  `search_path = ''`,
  `default_transaction_isolation = 'serializable'`,
  `intervalstyle = 'sql_standard'`,
  `bytea_output = 'escape'`,
  `extra_float_digits = -15`,
]

describe.each([
  ['directly', false],
  ['through a pooler', true],
])('the whole application, %s', (_, isPooled) => {
  it.each(SETTINGS)('is the same with %s', async (setting) => {
    const world = await aWorld({ database: await databaseWith([setting], { isPooled }) })
    const before = world.ctx.now()
    expect(await walkMainFlow(world)).toEqual(mainFlowAt(before))
  })
})

describe('an instant that cannot be read for sure', () => {
  it('is an error with a name, and no date', async () => {
    const world = await aWorld()
    const { email } = await aRegisteredUser(world, toEmailAddress('jean@example.com'))
    await world.ctx.db.update(users).set({ createdAt: sql`'infinity'` })
    const read = world.ctx.db.select({ at: users.createdAt }).from(users)
    await expect(read).rejects.toThrow(UnreadableInstant)
    expect(email).toBe('jean@example.com')
  })

  // ASVS 16.5.3
  it('lets no operator pass as one without a limit', async () => {
    const world = await aWorld()
    const { jwt } = await anOperator(world)
    expect(await peekSession(world.ctx, jwt)).not.toBeNull()
    await world.pool.query(`update sessions set created_at = 'infinity'`)
    await expect(peekSession(world.ctx, jwt)).rejects.toThrow(UnreadableInstant)
  })
})
