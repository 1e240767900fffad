import { queryOnce, withClient } from './with-client'

/** Bytes above which deleting rows takes longer than a new database. */
const LARGE = 40_000_000

/**
 * A fingerprint of the schema, which changes when a test touches it: the number of each kind of object, the newest
 * transaction that wrote one, and the recorded migrations.
 */
const SCHEMA = `
  select concat_ws(' ',
    (select concat_ws('/', count(*), max(oid::bigint)) from pg_class where relnamespace = 'public'::regnamespace),
    (select concat_ws('/', count(*), max(attrelid::bigint * 1000 + attnum)) from pg_attribute),
    (select concat_ws('/', count(*), max(xmin::text::bigint)) from pg_proc),
    (select concat_ws('/', count(*), max(xmin::text::bigint)) from pg_trigger),
    (select concat_ws('/', count(*), max(xmin::text::bigint)) from pg_constraint),
    (select concat_ws('/', count(*), max(xmin::text::bigint)) from pg_index),
    (select concat_ws('/', count(*), max(id)) from drizzle.__drizzle_migrations),
    (select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = current_database()),
    (select concat_ws('/', datallowconn, datconnlimit) from pg_database where datname = current_database())
  ) as schema, pg_database_size(current_database()) as bytes`

/** Neither triggers nor foreign keys: nothing is counted, and no table has to come before another. */
const EMPTY = `
  set session_replication_role = replica;
  do $$ declare one regclass; begin
    for one in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
      execute format('delete from %s', one);
    end loop;
    perform setval(oid::regclass, 1, false) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S';
  end $$`

/** How the schema looks where no test has touched it: the first look at a database says. */
let untouched: string | undefined

/** Notes how a database looks that was just made. */
export async function noteUntouched(url: string): Promise<void> {
  untouched ??= (await look(url)).schema
}

async function look(url: string): Promise<{ schema: string; bytes: string }> {
  const [row] = await queryOnce<{ schema: string; bytes: string }>(url, SCHEMA)
  if (!row) throw new Error('a query without a table has one row')
  return row
}

/** Deletes all rows of a migrated database. @returns false, and nothing is done, where its schema is another or it is large */
export async function emptyDatabase(url: string): Promise<boolean> {
  const { schema, bytes } = await look(url)
  if (schema !== untouched || Number(bytes) > LARGE) return false
  await withClient(url, (client) => client.query(EMPTY))
  return true
}
