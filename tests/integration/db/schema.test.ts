import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../../lib/db/migrate/migrate'
import { migrationsFolder, readMigrations, readTableNames } from '../../../lib/db/migrate/migrations'
import { databaseChecks } from '../../../lib/doctor/database/database'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { testDatabase } from '../../support/database'
import { mainFlowAt, walkMainFlow } from '../../support/main-flow'
import { migrationsWith, TAGS } from '../../support/migrations'
import { startPooler } from '../../support/pooler'
import { given } from '../../support/probe'
import { queryOnce } from '../../support/with-client'
import { aWorld } from '../../support/world-lifetime'

type Layout = { schema: string; before: string[]; searchPath: string; isPooled?: boolean }

/** An empty database, laid out by somebody else, until the test has finished. */
async function databaseLaidOut({ before, searchPath, isPooled }: Layout) {
  const made = await testDatabase('empty')
  const name = new URL(made.url).pathname.slice(1)
  for (const statement of before) await queryOnce(made.url, statement)
  await queryOnce(made.url, `alter database "${name}" set search_path = ${searchPath}`)
  const pooler = isPooled ? await startPooler(made.url) : undefined
  onTestFinished(async () => {
    await pooler?.close()
    await made.drop()
  })
  return { url: pooler?.url ?? made.url, drop: async () => undefined }
}

const placesOf = (url: string) =>
  queryOnce<{ place: string; tables: number }>(
    url,
    `select schemaname as place, count(*)::int as tables from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') group by 1`,
  )

const TABLES = readTableNames(migrationsFolder()).length

describe('the tables', () => {
  it.each<[string, Layout, Record<string, number>]>([
    [
      'an empty search_path',
      { schema: 'public', before: [], searchPath: `''` },
      { drizzle: 1, public: TABLES },
    ],
    [
      'a schema named like the role',
      { schema: 'public', before: ['create schema postgres'], searchPath: '"$user", public' },
      { drizzle: 1, public: TABLES },
    ],
    [
      'another schema first',
      {
        schema: 'public',
        before: ['create schema app', 'create table app.users (n int)'],
        searchPath: 'app, public',
      },
      { app: 1, drizzle: 1, public: TABLES },
    ],
    ['a schema of choice', { schema: 'app', before: [], searchPath: `''` }, { app: TABLES + 1 }],
    [
      'a schema of choice beside somebody else’s tables',
      { schema: 'app', before: ['create table users (n int)'], searchPath: 'public' },
      { app: TABLES + 1, public: 1 },
    ],
    [
      'a schema of choice, through a pooler',
      { schema: 'app', before: ['create schema other'], searchPath: 'other', isPooled: true },
      { app: TABLES + 1 },
    ],
  ])('are where they belong with %s', async (_, layout, places) => {
    const database = await databaseLaidOut(layout)
    const settings = { url: database.url, schema: layout.schema, prepare: 'auto' as const }
    expect(await migrate(settings)).toMatchObject({ applied: TAGS })
    const world = await aWorld({ database, env: { DATABASE_SCHEMA: layout.schema } })
    const before = world.ctx.now()
    expect(await walkMainFlow(world)).toEqual(mainFlowAt(before))
    const old = `insert into ${layout.schema}.events (type, user_id, created_at) values ('signed_in', 1, now() - interval '366 days')`
    await world.pool.query(old)
    expect((await cleanUp(world.ctx)).events).toBe(1)
    const query = async <Row>(text: string) => (await world.pool.query(text)).rows as Row[]
    const seen = await given(
      databaseChecks,
      {},
      { query, queryAnew: query, migrations: () => readMigrations(migrationsFolder()) },
    )
    expect(seen['database schema']?.text).toMatch(new RegExp(`are applied, in ${layout.schema}$`))
    expect(seen['database rights']?.level).toBe('green')
    const found = await placesOf(database.url)
    expect(Object.fromEntries(found.map(({ place, tables }) => [place, tables]))).toEqual(places)
  })

  it('of two installations stand in one database, each with its own migrations', async () => {
    const database = await databaseLaidOut({ schema: '', before: [], searchPath: 'public' })
    const folder = migrationsWith('CREATE INDEX late ON users (name)')
    const of = (schema: string) => ({ url: database.url, schema, prepare: 'auto' as const })
    await migrate(of('public'))
    await migrate(of('staging'))
    expect(await migrate(of('staging'), undefined, folder)).toMatchObject({ applied: ['more'] })
    expect(await migrate(of('public'))).toMatchObject({ applied: [], ahead: 0 })
    const late = await queryOnce(database.url, `select schemaname from pg_indexes where indexname = 'late'`)
    expect(late).toEqual([{ schemaname: 'staging' }])
  })
})
