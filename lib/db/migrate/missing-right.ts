import { escapeIdentifier } from 'pg'
import type { Connection } from '../connection'
import { MigrationError } from './migration-error'
import { journalOf } from './placement'

type Rights = {
  role: string
  database: string
  may_create_schemas: boolean
  /** Schemas that exist, and whether the role may create tables there. */
  schemas: Record<string, boolean>
  /** Another role that owns tables of ours. */
  owner: string | null
}

/** Read from the catalogue, because PostgreSQL's message names no remedy, and is in the server's language. */
async function readRights(client: Connection, schemas: string[]): Promise<Rights | undefined> {
  const { rows } = await client.query<Rights>(
    `select current_user as role, current_database() as database,
       has_database_privilege(current_database(), 'create') as may_create_schemas,
       coalesce((select json_object_agg(nspname,
           has_schema_privilege(oid, 'usage') and has_schema_privilege(oid, 'create'))
         from pg_namespace where nspname = any($1)), '{}') as schemas,
       (select min(pg_get_userbyid(relowner)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where nspname = any($1) and relkind = 'r' and not pg_has_role(relowner, 'usage')) as owner`,
    [schemas],
  )
  return rows[0]
}

/** Statements that let the role make the schemas and their tables. */
function grantsFor({ role, database, may_create_schemas, schemas }: Rights, wanted: string[]): string[] {
  const who = escapeIdentifier(role)
  const isMissing = wanted.some((name) => !(name in schemas))
  const closed = wanted.filter((name) => schemas[name] === false)
  return [
    isMissing && !may_create_schemas && `grant create on database ${escapeIdentifier(database)} to ${who}`,
    ...closed.map((name) => `grant usage, create on schema ${escapeIdentifier(name)} to ${who}`),
  ].filter((statement) => statement !== false)
}

function explain(rights: Rights, wanted: string[]): string {
  const { role, database, owner } = rights
  const grants = grantsFor(rights, wanted)
  if (grants.length > 0)
    return `The role ${role} may not make its tables in the database ${database}. As its owner: ${grants.join('; ')}`
  if (owner)
    return `The tables belong to the role ${owner}, and ${role} may not change them. Run this as ${owner}, or: grant ${escapeIdentifier(owner)} to ${escapeIdentifier(role)}`
  return `The role ${role} lacks a right in the database ${database} (42501). Run this as the role that made its tables.`
}

/** The right that a role lacks, after it was refused something (42501), and the statement that mends it. */
export async function missingRight(client: Connection, schema: string): Promise<MigrationError> {
  const wanted = [journalOf(schema).schema, schema]
  const rights = await readRights(client, wanted).catch(() => undefined)
  return new MigrationError(
    rights ? explain(rights, wanted) : 'The role of DATABASE_URL lacks a right in the database (42501).',
  )
}
