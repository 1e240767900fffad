import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TypeOf } from './table-change'

/** One file of `drizzle/`. `when` (milliseconds) is what a database remembers it by, `hash` how it looked then. */
export type Migration = { index: number; tag: string; when: number; hash: string; sql: string }

/** drizzle's own separator of statements; it splits there whatever surrounds it, so whoever reads a migration does too. */
export const BREAKPOINT = '--> statement-breakpoint'

type Journal = { entries: { idx: number; tag: string; when: number }[] }
type Snapshot = { tables: Record<string, { columns: Record<string, { type: string }> }> }

const JOURNAL = path.join('meta', '_journal.json')

/**
 * The folder `drizzle/` of this project: beside the nearest parent of this code that has one, since the code runs
 * from its source and from a bundle elsewhere; else below the working folder.
 */
export function migrationsFolder(): string {
  const start = path.dirname(fileURLToPath(import.meta.url))
  for (let folder = start; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'drizzle')
    if (existsSync(path.join(candidate, JOURNAL))) return candidate
    if (folder === path.dirname(folder)) return path.resolve('drizzle')
  }
}

/** The migrations of `folder`, oldest first, hashed as drizzle does. */
export function readMigrations(folder: string): Migration[] {
  const { entries } = JSON.parse(readFileSync(path.join(folder, JOURNAL), 'utf8')) as Journal
  return entries.map(({ idx, tag, when }) => {
    const sql = readFileSync(path.join(folder, `${tag}.sql`), 'utf8')
    return { index: idx, tag, when, sql, hash: createHash('sha256').update(sql).digest('hex') }
  })
}

const snapshotOf = (folder: string, index: number): Snapshot | null => {
  const file = path.join(folder, 'meta', `${String(index).padStart(4, '0')}_snapshot.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Snapshot) : null
}

/** Names of the tables that all migrations of `folder` together make. */
export function readTableNames(folder: string): string[] {
  const snapshot = snapshotOf(folder, readMigrations(folder).at(-1)?.index ?? 0)
  return Object.keys(snapshot?.tables ?? {}).map((name) => name.replace(/^public\./, ''))
}

/** The columns' types before migration `index`, from the snapshot drizzle-kit wrote with the one before it. */
export function typesBefore(folder: string, index: number): TypeOf {
  const snapshot = snapshotOf(folder, index - 1)
  return (table, column) =>
    snapshot?.tables[table.includes('.') ? table : `public.${table}`]?.columns[column]?.type
}
