import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { migrationsFolder, readMigrations } from '../../lib/db/migrate/migrations'
import { reviewMigrations } from '../../scripts/migrations/review'

/** Names of the project's migrations, oldest first. */
export const TAGS = readMigrations(migrationsFolder()).map(({ tag }) => tag)

/** A copy of the project's migrations, reviewed, with more of them, `when` milliseconds after one another. */
export function migrationsWith(more: string | string[], { when = 1000 }: { when?: number } = {}): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(migrationsFolder(), folder, { recursive: true })
  const journalFile = path.join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8'))
  for (const [index, sql] of [more].flat().entries()) {
    const last = journal.entries.at(-1)
    const tag = index === 0 ? 'more' : `more${index + 1}`
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + when, tag })
    writeFileSync(path.join(folder, `${tag}.sql`), sql)
  }
  writeFileSync(journalFile, JSON.stringify(journal))
  reviewMigrations(folder)
  return folder
}
