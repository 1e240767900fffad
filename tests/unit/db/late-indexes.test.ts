import { describe, expect, it } from 'vitest'
import { transactionSql } from '../../../lib/db/migrate/apply-migration'
import { migrationsFolder, readMigrations } from '../../../lib/db/migrate/migrations'
import { findLateIndexes } from '../../../scripts/migrations/late-indexes'
import { parse } from '../../../scripts/migrations/parse'

/** The SQL that deployment runs for a migration whose review found these indexes. */
function separateIndexes(sql: string) {
  const lateIndexes = findLateIndexes(sql)
  return {
    sql: transactionSql({ sql, review: { sha256: '', lateIndexes } }),
    indexes: lateIndexes.map(({ name, statement }) => ({ name, statement })),
  }
}

const names = (sql: string) => separateIndexes(sql).indexes.map(({ name }) => name)

const PLACE = /^location$|_list_(start|end)$/

/** PostgreSQL's reading of one statement, without where its parts stand in the text. */
const read = (sql = '') =>
  JSON.parse(JSON.stringify(parse(sql)[0]?.node, (key, value) => (PLACE.test(key) ? undefined : value)))

describe('an index in a migration', () => {
  it('is taken out where its table was there before, and the rest stays', () => {
    const { sql, indexes } = separateIndexes(
      'ALTER TABLE users ADD COLUMN a int;--> statement-breakpoint\nCREATE INDEX "u_a" ON "users" USING btree ("a") WHERE a > 1;',
    )
    expect(sql).toBe('ALTER TABLE users ADD COLUMN a int;--> statement-breakpoint\n;')
    expect(indexes).toEqual([
      {
        name: 'u_a',
        statement: 'create index concurrently "u_a" ON "users" USING btree ("a") WHERE a > 1',
      },
    ])
  })

  it('is taken out beside others', () => {
    const sql = 'create index i on users (name); analyze users; drop index j; comment on table users is null'
    expect(separateIndexes(sql).sql).toBe('; analyze users; ; comment on table users is null')
    expect(names(sql)).toEqual(['i', 'j'])
  })

  it('stays where its table is made by the same migration', () => {
    const sql =
      'create table if not exists public.made (n int); create index m on made (n); create index n on only "made" (n)'
    expect(separateIndexes(sql)).toEqual({ sql, indexes: [] })
  })

  it('stays where its table is made of a query', () => {
    expect(names('create table made as select 1 as n; create index i on made (n)')).toEqual([])
  })

  it('stays where it is unique: it is a rule, not a help', () => {
    expect(names('create unique index u on users (email)')).toEqual([])
  })

  it('is not looked for inside functions, strings and comments', () => {
    const sql = `create function f() returns int language sql as $$ select 1; create index i on users (a); $$; -- create index j on users (a);
      comment on table users is 'x; create index k on users (a);'`
    expect(separateIndexes(sql)).toEqual({ sql, indexes: [] })
  })

  it('is taken out as well where it is dropped', () => {
    expect(separateIndexes('drop index concurrently if exists "gone"')).toEqual({
      sql: '',
      indexes: [{ name: 'gone' }],
    })
  })

  it('is found at its place behind letters of any length in bytes', () => {
    const sql = `-- é, 𝄞\nCREATE INDEX "a""é" ON ONLY public.users (lower(name)) WHERE name = 'é'; UPDATE users SET name = 'x'`
    expect(separateIndexes(sql)).toEqual({
      sql: `-- é, 𝄞\n; UPDATE users SET name = 'x'`,
      indexes: [
        {
          name: 'a"é',
          statement: `create index concurrently "a""é" ON ONLY public.users (lower(name)) WHERE name = 'é'`,
        },
      ],
    })
  })

  it.each(readMigrations(migrationsFolder()))('of $tag is built as it is written', ({ sql, review }) => {
    for (const { statement, start, end } of review?.lateIndexes.filter((index) => index.statement) ?? []) {
      const { IndexStmt: written } = read(sql.slice(start, end))
      expect(read(statement)).toEqual({ IndexStmt: { ...written, concurrent: true } })
    }
  })
})
