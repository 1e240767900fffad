import { POOL_SIZE, PROCESSES_AT_ONCE, poolSizeWithin } from '../../db/pool-size'
import { APPLICATION_NAME } from '../../kernel/brand'
import { green, red, yellow } from '../check'
import { databaseCheck } from './check'

const FIXES = {
  server: 'raise max_connections, or put a connection pooler in front',
  database: 'raise its limit: alter database … connection limit …',
  role: 'raise its limit: alter role … connection limit …',
}

type Limit = keyof typeof FIXES

/** The limit that is reached first, and the connections it leaves. Connections of this app do not count as used. */
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
      from pg_roles r where rolname = session_user and not rolsuper and rolconnlimit >= 0
  )
  select "limit", allowed::int, (allowed - used)::int as room from limits order by room limit 1`

/** How many processes of this app fit. */
export const headroomCheck = databaseCheck('database connections', async ({ query }) => {
  const [row] = await query<{ limit: Limit; allowed: number; room: number }>(ROOM)
  const { limit = 'server', allowed = 0, room = 0 } = row ?? {}
  // A process holds fewer under a limit of its role or database; it does not adapt to the server's.
  const size = limit === 'server' ? POOL_SIZE : poolSizeWithin(allowed)
  const processes = Math.max(0, Math.floor(room / size))
  const text = `the ${limit} has room for ${processes} process(es) of ${size} connection(s)`
  if (processes === 0) return red(text, FIXES[limit])
  return processes < PROCESSES_AT_ONCE
    ? yellow(`${text}, and a deployment needs two for a moment`, FIXES[limit])
    : green(text)
})
