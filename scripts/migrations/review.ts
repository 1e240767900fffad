import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Migration, REVIEWED, type Review, readMigrations } from '../../lib/db/migrate/migrations'
import { findFaults } from './judge'
import { findLateFills } from './late-fills'
import { findLateIndexes } from './late-indexes'
import { typesBefore } from './types-before'

const judge = (folder: string, { tag, sql, index }: Migration): string[] =>
  findFaults(sql, typesBefore(folder, index)).map(
    ({ statement, reason }) => `${tag}: ${reason}: ${statement}`,
  )

function review({ hash, sql }: Migration): Review {
  const lateFills = findLateFills(sql)
  return { sha256: hash, lateIndexes: findLateIndexes(sql), ...(lateFills.length > 0 && { lateFills }) }
}

/**
 * Judges all migrations of `folder`. If none has a fault, writes the list that deployment requires.
 * @returns a line for each fault
 */
export function reviewMigrations(folder: string): string[] {
  const migrations = readMigrations(folder)
  const faults = migrations.flatMap((migration) => judge(folder, migration))
  if (faults.length > 0) return faults
  const list = Object.fromEntries(migrations.map((migration) => [migration.tag, review(migration)]))
  writeFileSync(path.join(folder, REVIEWED), `${JSON.stringify(list, null, 2)}\n`)
  return []
}
