import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * An index that a migration builds or drops on an older table. `statement` builds it; undefined: it is dropped.
 * `start`, `end`: its place in the migration's SQL.
 */
export type LateIndex = { name: string; statement?: string; start: number; end: number }

/**
 * A column of an older table whose default a migration gives to the rows that have none. `start`, `end`: the place of that
 * statement in the migration's SQL.
 */
export type LateFill = { table: string; column: string; start: number; end: number }

/** A judged migration: the SHA-256 of its SQL, and what stays out of its transaction. No `lateFills`: there are none. */
export type Review = { sha256: string; lateIndexes: LateIndex[]; lateFills?: LateFill[] }

/**
 * One file of `drizzle/`. A database records `when` (ms since 1970, unique) and `hash` (SHA-256 of the file). Without
 * `review`, nobody judged it.
 */
export type Migration = {
  index: number
  tag: string
  when: number
  hash: string
  sql: string
  review?: Review
}

/** The list of judged migrations, a `Review` for each tag; `npm run db:generate` writes it. */
export const REVIEWED = 'reviewed.json'

type Journal = { entries: { idx: number; tag: string; when: number }[] }

const JOURNAL = path.join('meta', '_journal.json')

/**
 * The project's folder `drizzle/`: in the nearest parent of this file that has one, because the code runs from its
 * source and from bundles; else in the working folder.
 */
export function migrationsFolder(): string {
  const start = path.dirname(fileURLToPath(import.meta.url))
  for (let folder = start; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'drizzle')
    if (existsSync(path.join(candidate, JOURNAL))) return candidate
    if (folder === path.dirname(folder)) return path.resolve('drizzle')
  }
}

function readReviews(folder: string): Record<string, Review> {
  const file = path.join(folder, REVIEWED)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

/** The migrations of `folder`, oldest first, hashed as drizzle does. */
export function readMigrations(folder: string): Migration[] {
  const { entries } = JSON.parse(readFileSync(path.join(folder, JOURNAL), 'utf8')) as Journal
  const reviews = readReviews(folder)
  return entries.map(({ idx, tag, when }) => {
    const sql = readFileSync(path.join(folder, `${tag}.sql`), 'utf8')
    const hash = createHash('sha256').update(sql).digest('hex')
    return { index: idx, tag, when, sql, hash, review: reviews[tag] }
  })
}

/** Names of the tables that all migrations of `folder` together make, from drizzle-kit's newest snapshot. */
export function readTableNames(folder: string): string[] {
  const newest = readMigrations(folder).at(-1)?.index ?? 0
  const file = path.join(folder, 'meta', `${String(newest).padStart(4, '0')}_snapshot.json`)
  const { tables } = JSON.parse(readFileSync(file, 'utf8')) as { tables: Record<string, unknown> }
  return Object.keys(tables).map((name) => name.replace(/^public\./, ''))
}
