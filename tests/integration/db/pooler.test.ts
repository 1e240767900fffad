import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { transaction } from '../../../lib/db/transaction'
import { type TestDatabase, testDatabase } from '../../support/database'
import { mainFlowAt, walkMainFlow } from '../../support/main-flow'
import { migrationsWith, TAGS } from '../../support/migrations'
import { type Pooler, startPooler } from '../../support/pooler'
import { queryOnce, withClient } from '../../support/with-client'
import type { World } from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

let database: TestDatabase
let pooler: Pooler

/** A database with a pooler in front, until the test has finished. */
async function open(
  kind: 'migrated' | 'empty',
  options: Parameters<typeof startPooler>[1] = {},
): Promise<void> {
  database = await testDatabase(kind)
  pooler = await startPooler(database.url, options)
  onTestFinished(async () => {
    await pooler.close()
    await database.drop()
  })
}

const worldBehindIt = (env: Record<string, string> = {}): Promise<World> =>
  aWorld({ database: { url: pooler.url, drop: async () => undefined }, env })

describe.each(['transaction', 'session'] as const)('a pooler that lends a connection for one %s', (mode) => {
  it('serves the whole application', async () => {
    await open('migrated', { mode, size: mode === 'session' ? 12 : 3 })
    const world = await worldBehindIt()
    const before = world.ctx.now()
    expect(await walkMainFlow(world)).toEqual(mainFlowAt(before))
    expect(pooler.refused).toEqual([])
    expect(new Set(pooler.servers).size).toBeGreaterThan(2)
  })
})

describe('a pooler that lends a connection for one transaction', () => {
  it('refuses limits at the start of a connection, and loses statements by their name', async () => {
    await open('migrated')
    const limited = new Client({ connectionString: pooler.url, statement_timeout: 1000 })
    await expect(limited.connect()).rejects.toThrow('unsupported startup parameter: statement_timeout')
    const world = await worldBehindIt()
    const named = (client: Client) => client.query({ name: 'one', text: 'select 1' })
    const outcomes = await withClient(pooler.url, async (one) =>
      withClient(pooler.url, async (other) => {
        const codes: unknown[] = []
        for (const client of [one, other, one, other, one, one, other, other])
          codes.push(
            await named(client).then(
              () => 'fine',
              ({ code }) => code,
            ),
          )
        return codes
      }),
    )
    expect(outcomes).toEqual(expect.arrayContaining([expect.stringMatching(/^(26000|42P05)$/)]))
    expect(await walkMainFlow(world)).toMatchObject({ refusedChecks: 0 })
  })

  it('limits statements within transactions, and leaves no limit on its connections', async () => {
    await open('migrated', { size: 1 })
    const world = await worldBehindIt()
    const limit = sql`select current_setting('statement_timeout') as is`
    const inside = await transaction(world.ctx, async ({ db }) => (await db.execute(limit)).rows)
    expect(inside).toEqual([{ is: '10s' }])
    expect((await world.ctx.db.execute(limit)).rows).toEqual([{ is: '0' }])
  })

  it('migrates once for ten at once, and leaves no lock behind', async () => {
    await open('empty')
    const reports = await Promise.all(Array.from({ length: 10 }, () => migrate(pooler.url)))
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual([...TAGS].sort())
    const locks = await queryOnce(
      database.url,
      `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    )
    expect(locks).toEqual([])
    expect(await migrate(database.url)).toMatchObject({ applied: [] })
  })

  it('builds an index while others read and write', async () => {
    await open('migrated')
    const lines: string[] = []
    await migrate(pooler.url, (line) => lines.push(line), migrationsWith('CREATE INDEX late ON users (name)'))
    expect(lines).toContain('built late')
  })

  it('makes the first tables with a single connection, and says that a later index takes two', async () => {
    await open('empty', { size: 1 })
    expect(await migrate(pooler.url)).toMatchObject({ applied: TAGS })
    const folder = migrationsWith('CREATE INDEX late ON users (name)')
    await expect(migrate(pooler.url, undefined, folder)).rejects.toThrow(
      'The pooler lends one connection, and an index takes two to be built (default_pool_size). Run this with the address of the server itself',
    )
    expect(await migrate(database.url, undefined, folder)).toMatchObject({ applied: [] })
  })
})

describe('named statements', () => {
  const countNamed = async ({ ctx }: World): Promise<number> => {
    const { rows } = await ctx.db.execute<{ n: number }>(
      sql`select count(*)::int as n from pg_prepared_statements`,
    )
    return rows[0]?.n ?? 0
  }

  it('are given up for good once the server lost one, and nobody notices', async () => {
    // With more, the second walk may take one that has prepared nothing.
    const world = await aWorld({ poolSize: 1 })
    await walkMainFlow(world)
    await world.pool.query('deallocate all')
    expect(await walkMainFlow(world)).toMatchObject({ refusedChecks: 0 })
    const lost = world.logged.filter((line) => line.includes('"statement_names_lost"'))
    expect(lost).toEqual([expect.stringContaining('"26000"')])
  })

  it.each([
    ['auto', 12],
    ['on', 12],
    ['off', 0],
  ])('of DATABASE_PREPARE=%s on a connection to the server itself: %i', async (mode, count) => {
    const world = await aWorld({ env: { DATABASE_PREPARE: mode }, poolSize: 1 })
    await walkMainFlow(world)
    expect(await countNamed(world)).toBe(count)
  })
})
