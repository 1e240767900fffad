import { JOURNAL_TABLE } from '../../db/migrate/placement'
import { schemaInUse } from '../../db/table'
import { green, red, yellow } from '../check'
import { databaseCheck } from './check'

/** Our table that only grows: events are inserted and read, and a function deletes the old ones (migration 0012). */
const EVENTS = 'events'
const CLEAN_UP = 'delete_old_events'

/** `lacks`: a table whose rows the app cannot use. `closed`: the clean-up's function. `excess`: more than the app needs. */
type Fault = { name: string; fault: 'lacks' | 'closed' | 'excess' }

/**
 * Rights on our tables that this role lacks, and those on events that it has too many of; their owner has all, whatever is
 * granted. The app need not read the journal of migrations.
 */
const faults = (schema: string) => `
  select relname as name, 'lacks' as fault from pg_class
  where relnamespace = to_regnamespace('${schema}') and relname <> '${JOURNAL_TABLE}' and relkind = 'r' and not (
    has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert') and (relname = '${EVENTS}'
      or has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete')))
  union all
  select proname, 'closed' from pg_proc
  where pronamespace = to_regnamespace('${schema}') and proname = '${CLEAN_UP}'
    and not has_function_privilege(oid, 'execute')
  union all
  select relname, 'excess' from pg_class
  where relnamespace = to_regnamespace('${schema}') and relname = '${EVENTS}' and relkind = 'r'
    and not pg_has_role(relowner, 'usage') and has_table_privilege(oid, 'update, delete, truncate')
  order by 1`

const EVENT_RIGHTS = 'run the lines about events in docs/DATABASE.md, as the owner of the tables'

/** Checks that the role of DATABASE_URL may work with all rows, and only add to events: the tables may belong to another role. */
export const rightsCheck = databaseCheck('database rights', async ({ query }) => {
  const found = await query<Fault>(faults(schemaInUse()))
  const named = (fault: Fault['fault']) => found.filter((row) => row.fault === fault).map(({ name }) => name)
  if (named('lacks').length > 0)
    return red(
      `the role may not work with the rows of ${named('lacks').join(', ')}`,
      'grant select, insert, update, delete on these tables to the role (docs/DATABASE.md)',
    )
  if (named('closed').length > 0)
    return red(`the role may not call ${CLEAN_UP}, so old events stay`, EVENT_RIGHTS)
  if (named('excess').length > 0)
    return yellow(
      'the role may work with all rows; it holds rights to change events, which only triggers refuse',
      EVENT_RIGHTS,
    )
  return green('the role may work with all rows')
})
