import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate } from '../../lib/db/migrate/migrate'
import { migrationsFolder } from '../../lib/db/migrate/migrations'
import { type TestDatabase, testDatabase } from './database'

/** Brings the database of `url` to where the first `count` migrations leave it. */
async function migrateTo(url: string, count: number): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-older-'))
  try {
    cpSync(migrationsFolder(), folder, { recursive: true })
    const file = path.join(folder, 'meta/_journal.json')
    const journal = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }))
    await migrate(url, undefined, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A database as an earlier release left it: with the first `count` migrations, and without rows. */
export async function olderDatabase(count: number): Promise<TestDatabase> {
  const database = await testDatabase('empty')
  await migrateTo(database.url, count)
  return database
}
