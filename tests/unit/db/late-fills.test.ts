import { describe, expect, it } from 'vitest'
import { transactionSql } from '../../../lib/db/migrate/apply-migration'
import { findLateFills } from '../../../scripts/migrations/late-fills'
import { findLateIndexes } from '../../../scripts/migrations/late-indexes'

const fills = (sql: string) => findLateFills(sql).map(({ table, column }) => `${table}.${column}`)

describe('a fill in a migration', () => {
  it('is taken out beside indexes, and the rest stays', () => {
    const sql =
      'alter table users add a text; update "users" set "a" = default where "a" is null; create index i on users (a); analyze users'
    const review = { sha256: '', lateIndexes: findLateIndexes(sql), lateFills: findLateFills(sql) }
    expect(fills(sql)).toEqual(['users.a'])
    expect(transactionSql({ sql, review })).toBe('alter table users add a text; ; ; analyze users')
  })

  it.each([
    "update users set a = 'x' where a is null",
    'update users set a = default',
    'update users set a = default where b is null',
    'update users set a = default where a is not null',
    'update users set a = default, b = default where a is null',
    'update users set a = default where a is null and id > 7',
    'update users set a = default from sessions where a is null',
  ])('is no other update: %s', (sql) => {
    expect(fills(sql)).toEqual([])
  })
})
