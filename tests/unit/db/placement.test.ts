import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrationsFolder, readMigrations, readTableNames } from '../../../lib/db/migrate/migrations'
import { journalOf, placed, placedIndex } from '../../../lib/db/migrate/placement'

const migrations = readMigrations(migrationsFolder())

const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(path.join('lib', name), 'utf8') }))

describe('a migration', () => {
  it.each(migrations)('$tag names a schema in the one form that is replaced', ({ sql }) => {
    const statements = sql.replaceAll(/--.*$/gm, '')
    expect(statements.replaceAll('"public".', '')).not.toMatch(/\bpublic\b/i)
    expect(placed(sql, 'app')).not.toContain('"public"')
  })

  it.each(migrations.flatMap(({ review }) => review?.lateIndexes ?? []).filter(({ statement }) => statement))(
    'its late index $name names its table with the schema',
    ({ statement = '' }) => {
      expect(placedIndex(statement, 'app')).toMatch(
        /^create (unique )?index concurrently "\w+" on "app"[.]"\w+" using btree/i,
      )
    },
  )

  it.each([
    [
      'create index concurrently i on users (on_hold)',
      'create index concurrently i on "app".users (on_hold)',
    ],
    [
      'create index concurrently "on x" ON ONLY "a b" (n)',
      'create index concurrently "on x" ON ONLY "app"."a b" (n)',
    ],
    [
      'create index concurrently i on "public"."users" (n)',
      'create index concurrently i on "app"."users" (n)',
    ],
  ])('of other forms too: %s', (statement, expected) => {
    expect(placedIndex(statement, 'app')).toBe(expected)
  })

  it('is recorded where drizzle-kit looks, or beside the tables of a schema of choice', () => {
    expect(journalOf('public').table).toBe('"drizzle".__drizzle_migrations')
    expect(journalOf('app').table).toBe('"app".__drizzle_migrations')
  })
})

describe('a table of ours', () => {
  const NAMES = readTableNames(migrationsFolder()).join('|')
  /** A name in a statement; prose and imports have other words around. */
  const BARE = new RegExp(
    `(sql\`[^\`]*|^\\s*[a-z ]*|[(] ?)\\b(from|join|into|update|delete from) (${NAMES})\\b(?! [a-z]+ (of|is)\\b)`,
    'm',
  )
  const withoutComments = (text: string) => text.replaceAll(/\/\*\*?[\s\S]*?\*\/|\/\/.*$/gm, '')
  const isBare = (text: string) => BARE.test(withoutComments(text))

  it('is named with its schema in every statement', () => {
    expect(isBare('const x = sql`select id from users`')).toBe(true)
    expect(isBare('sql`\n  with a as (\n    delete from tally_marks where true')).toBe(true)
    expect(isBare('sql`select id from $' + '{users}`')).toBe(false)
    expect(sources.filter(({ text }) => isBare(text)).map(({ name }) => name)).toEqual([])
  })

  it('is made by the helper that names it', () => {
    const byHand = sources.filter(
      ({ name, text }) => name !== path.join('db', 'table.ts') && /\bpgTable\(/.test(text),
    )
    expect(byHand).toEqual([])
  })
})
