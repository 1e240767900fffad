import { MigrationError } from './migration-error'
import type { Migration } from './migrations'

/** A migration the database remembers. */
export type Applied = { when: number; hash: string }

/** The migrations to apply, and how many the database has that this checkout lacks. */
export type Plan = { pending: Migration[]; ahead: number }

const tags = (migrations: Migration[]): string => migrations.map(({ tag }) => tag).join(', ')

function refuseChanged(migrations: Migration[], applied: Applied[]): void {
  const hashes = new Map(applied.map(({ when, hash }) => [when, hash]))
  const changed = migrations.filter(({ when, hash }) => (hashes.get(when) ?? hash) !== hash)
  if (changed.length === 0) return
  throw new MigrationError(
    `${tags(changed)} changed after it was applied. Restore the file and write the change as a new migration.`,
  )
}

/** drizzle silently skips a migration that is older than the newest applied one, as two merged branches have it. */
function refuseOutOfOrder(pending: Migration[], applied: Applied[]): void {
  const newest = Math.max(...applied.map(({ when }) => when))
  const late = pending.filter(({ when }) => when < newest)
  if (late.length === 0) return
  throw new MigrationError(
    `${tags(late)} is older than what is applied already. Generate it again, on top of the others.`,
  )
}

/**
 * Compares the migrations of this checkout with those that the database recorded.
 * @throws MigrationError when the two are not on one line of history
 */
export function planMigrations(migrations: Migration[], applied: Applied[]): Plan {
  refuseChanged(migrations, applied)
  const ours = new Set(migrations.map(({ when }) => when))
  const known = new Set(applied.map(({ when }) => when))
  const pending = migrations.filter(({ when }) => !known.has(when))
  const foreign = applied.filter(({ when }) => !ours.has(when))
  if (foreign.length > 0 && pending.length > 0)
    throw new MigrationError(
      `This database has ${foreign.length} migration(s) that this checkout lacks, and lacks ${tags(pending)}: ` +
        'it belongs to another application or another branch.',
    )
  refuseOutOfOrder(pending, applied)
  return { pending, ahead: foreign.length }
}
