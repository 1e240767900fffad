import { describe, expect, it } from 'vitest'
import { separateIndexes } from '../../../lib/db/migrate/late-indexes'

const names = (sql: string) => separateIndexes(sql).indexes.map(({ name }) => name)

describe('an index in a migration', () => {
  it('is taken out where its table was there before, and the rest stays', () => {
    const { sql, indexes } = separateIndexes(
      'ALTER TABLE users ADD COLUMN a int;--> statement-breakpoint\nCREATE INDEX "u_a" ON "users" USING btree ("a") WHERE a > 1;',
    )
    expect(sql).toMatch(/^ALTER TABLE users ADD COLUMN a int;\s*;$/)
    expect(indexes).toEqual([
      {
        name: 'u_a',
        statement: 'create index concurrently "u_a" ON "users" USING btree ("a") WHERE a > 1',
      },
    ])
  })

  it('stays where its table is made by the same migration', () => {
    const sql =
      'create table if not exists public.made (n int); create index m on made (n); create index n on only "made" (n)'
    expect(separateIndexes(sql)).toEqual({ sql, indexes: [] })
  })

  it('stays where it is unique: it is a rule, not a help', () => {
    expect(names('create unique index u on users (email)')).toEqual([])
  })

  it('is not looked for inside functions, strings and comments', () => {
    const sql = `create function f() returns int language sql as $$ select 1; create index i on users (a); $$; -- create index j on users (a);
      comment on table users is 'x; create index k on users (a);'`
    expect(separateIndexes(sql)).toEqual({ sql, indexes: [] })
  })

  it('that goes away is taken out too', () => {
    expect(separateIndexes('drop index concurrently if exists "gone"')).toEqual({
      sql: '',
      indexes: [{ name: 'gone' }],
    })
  })
})
