import { POOL_SIZE } from '../../db/client'
import { APPLICATION_NAME } from '../../kernel/brand'
import { green, red, yellow } from '../check'
import { databaseCheck } from './check'

/** A deployment starts the new process before the old one ends. */
const PROCESSES_AT_ONCE = 2

const FIXES = {
  server: 'raise max_connections, or put a connection pooler in front',
  database: 'raise it: alter database … connection limit …',
  role: 'raise it: alter role … connection limit …',
}

type Limit = keyof typeof FIXES

/** The limit that refuses first, and the connections it has left. Those of this app do not count as used. */
const ROOM = `
  with others as (
    select datid, usesysid from pg_stat_activity
    where backend_type = 'client backend' and application_name <> '${APPLICATION_NAME}'
  ),
  limits ("limit", allowed, used) as (
    select 'server', sum(case name when 'max_connections' then setting::int else -setting::int end),
        (select count(*) from others)
      from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
    union all select 'database', datconnlimit, (select count(*) from others where datid = d.oid)
      from pg_database d where datname = current_database() and datconnlimit >= 0
    union all select 'role', rolconnlimit, (select count(*) from others where usesysid = r.oid)
      from pg_roles r where rolname = session_user and rolconnlimit >= 0
  )
  select "limit", (allowed - used)::int as room from limits order by room limit 1`

/** How many processes of this app fit. */
export const headroomCheck = databaseCheck('database connections', async ({ query }) => {
  const [row] = await query<{ limit: Limit; room: number }>(ROOM)
  const { limit = 'server', room = 0 } = row ?? {}
  const processes = Math.max(0, Math.floor(room / POOL_SIZE))
  const text = `the ${limit} has room for ${processes} process(es) of ${POOL_SIZE} connections`
  if (processes === 0) return red(text, FIXES[limit])
  return processes < PROCESSES_AT_ONCE
    ? yellow(`${text}, and a deployment needs two for a moment`, FIXES[limit])
    : green(text)
})
