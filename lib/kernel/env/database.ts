import { z } from 'zod'
import { type DatabaseAddress, readDatabaseAddress } from './database-address'

/** How to reach the database, and where in it our tables are. */
export type DatabaseSettings = {
  url: string
  /** Schema of all our tables. */
  schema: string
  /** Named statements: `auto` uses them on connections to the server itself, and never again once one was lost. */
  prepare: 'auto' | 'on' | 'off'
}

export const DEFAULT_SCHEMA = 'public'

/** A plain name that no tool has to quote. `drizzle` is reserved for the journal, the others for the server. */
const SCHEMA_NAME = /^(?!pg_|drizzle$|information_schema$)[a-z_][a-z0-9_]{0,62}$/

const address = z
  .string({
    error: 'DATABASE_URL is missing: set it to postgres://… (`npm run dev` starts a database by itself)',
  })
  .superRefine((value, { addIssue }) => {
    const read = readDatabaseAddress(value)
    if ('fault' in read) addIssue({ code: 'custom', message: read.fault })
  })

export const databaseFields = {
  DATABASE_URL: address,
  DATABASE_SCHEMA: z
    .string()
    .default(DEFAULT_SCHEMA)
    .refine((name) => SCHEMA_NAME.test(name), {
      message: 'DATABASE_SCHEMA must be a name of small letters, digits and _, and not PostgreSQL’s own',
    }),
  DATABASE_PREPARE: z
    .enum(['auto', 'on', 'off'], { error: 'DATABASE_PREPARE must be auto, on or off' })
    .default('auto'),
}

/** Settings for an address, with the defaults for all else. */
export const settingsOf = (database: string | DatabaseSettings): DatabaseSettings =>
  typeof database === 'string' ? { url: database, schema: DEFAULT_SCHEMA, prepare: 'auto' } : database

/** The address that DATABASE_URL means. @throws Error with its fault */
export function databaseAddress(url: string): DatabaseAddress {
  const read = readDatabaseAddress(url)
  if ('fault' in read) throw new Error(read.fault)
  return read
}

type Source = Record<string, string | undefined>

/** Reads the database's part of the configuration, for commands that need no other: the settings, or every fault. */
export function readDatabaseSettings(source: Source): { faults: string[] } | DatabaseSettings {
  const names = Object.keys(databaseFields)
  // An empty variable counts as unset.
  const read = z
    .object(databaseFields)
    .safeParse(Object.fromEntries(names.map((name) => [name, source[name] || undefined])))
  if (!read.success) return { faults: read.error.issues.map(({ message }) => message) }
  const { DATABASE_URL: url, DATABASE_SCHEMA: schema, DATABASE_PREPARE: prepare } = read.data
  return { url, schema, prepare }
}
