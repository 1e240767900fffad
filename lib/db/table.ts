import { pgTable } from 'drizzle-orm/pg-core'
import { sharedKey } from '../kernel/brand'
import { DEFAULT_SCHEMA } from '../kernel/env/database'

/** Property in which drizzle keeps a table's schema; drizzle reads it for each statement. */
const SCHEMA = Symbol.for('drizzle:Schema')

/**
 * On `globalThis`, because a build may hold this module several times. Unset until a database is opened: a tool that
 * reads the tables alone, as drizzle-kit does for migrations, sees them without a schema.
 */
const key = sharedKey('schema')
const shared = globalThis as Record<symbol, string | undefined>

/** Puts the tables of this process into one schema. Tables are module values, so there is one for all connections. */
export function setSchema(schema: string): void {
  shared[key] = schema
}

/** The schema that statements of this process name. */
export const schemaInUse = (): string => shared[key] ?? DEFAULT_SCHEMA

/**
 * `pgTable` whose schema every statement names: a connection's `search_path` comes from the role, the database or, behind a
 * pooler, from another client.
 */
export const ourTable = ((...args: Parameters<typeof pgTable>) =>
  Object.defineProperty(pgTable(...args), SCHEMA, { get: () => shared[key] })) as unknown as typeof pgTable
