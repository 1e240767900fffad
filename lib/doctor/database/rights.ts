import { green, red } from '../check'
import { databaseCheck } from './check'

/** Tables beside `users` on which this role lacks a right that the app uses. */
const LACKING = `
  select relname as name from pg_class
  where relnamespace = (select relnamespace from pg_class where oid = to_regclass('users'))
    and relkind = 'r' and not (
      has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
      and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))
  order by 1`

/** Whether the role of DATABASE_URL may work with every row: the tables may belong to another role. */
export const rightsCheck = databaseCheck('database rights', async ({ query }) => {
  const tables = (await query<{ name: string }>(LACKING)).map(({ name }) => name)
  if (tables.length === 0) return green('the role may work with all rows')
  return red(
    `the role may not work with the rows of ${tables.join(', ')}`,
    'grant select, insert, update, delete on these tables to it (docs/DATABASE.md)',
  )
})
