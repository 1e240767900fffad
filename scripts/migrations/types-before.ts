import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { TypeOf } from './context'

type Snapshot = { tables: Record<string, { columns: Record<string, { type: string }> }> }

/** The columns' types before migration `index`, from the snapshot drizzle-kit wrote with the one before it. */
export function typesBefore(folder: string, index: number): TypeOf {
  const file = path.join(folder, 'meta', `${String(index - 1).padStart(4, '0')}_snapshot.json`)
  if (!existsSync(file)) return () => undefined
  const { tables } = JSON.parse(readFileSync(file, 'utf8')) as Snapshot
  return (table, column) => tables[table.includes('.') ? table : `public.${table}`]?.columns[column]?.type
}
