import { JOURNAL_TABLE } from '../../db/migrate/placement'
import { schemaInUse } from '../../db/table'
import { green, red } from '../check'
import { databaseCheck } from './check'

/** Our tables on which this role lacks a right that the app uses. The app need not read the journal of migrations. */
const lacking = (schema: string) => `
  select relname as name from pg_class
  where relnamespace = to_regnamespace('${schema}') and relname <> '${JOURNAL_TABLE}'
    and relkind = 'r' and not (
      has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
      and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))
  order by 1`

/** Checks that the role of DATABASE_URL may work with all rows: the tables may belong to another role. */
export const rightsCheck = databaseCheck('database rights', async ({ query }) => {
  const tables = (await query<{ name: string }>(lacking(schemaInUse()))).map(({ name }) => name)
  if (tables.length === 0) return green('the role may work with all rows')
  return red(
    `the role may not work with the rows of ${tables.join(', ')}`,
    'grant select, insert, update, delete on these tables to the role (docs/DATABASE.md)',
  )
})
