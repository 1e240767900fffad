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

/** Read from the catalogue: PostgreSQL's own message names no remedy, and is in the server's language. */
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

function explain({ role, database, may_create_schemas, schemas, owner }: Rights, wanted: string[]): string {
  const [who, where] = [escapeIdentifier(role), escapeIdentifier(database)]
  const closed = wanted.find((name) => schemas[name] === false)
  if (closed)
    return `The role ${role} may not create tables in the schema ${closed}. As its owner: grant usage, create on schema ${escapeIdentifier(closed)} to ${who}`
  const missing = wanted.find((name) => !(name in schemas))
  if (missing && !may_create_schemas)
    return `The role ${role} may not create the schema ${missing} in the database ${database}. As the database’s owner: grant create on database ${where} to ${who}`
  if (owner)
    return `The tables belong to the role ${owner}, and ${role} may not change them. Run this as ${owner}, or: grant ${escapeIdentifier(owner)} to ${who}`
  return `The role ${role} lacks a right in the database ${database} (42501). Run this as the role that made its tables.`
}

/** What a role lacks that was refused something (42501), and the statement that mends it. */
export async function missingRight(client: Connection, schema: string): Promise<MigrationError> {
  const wanted = [journalOf(schema).schema, schema]
  const rights = await readRights(client, wanted).catch(() => undefined)
  return new MigrationError(
    rights ? explain(rights, wanted) : 'The role of DATABASE_URL lacks a right in the database (42501).',
  )
}
