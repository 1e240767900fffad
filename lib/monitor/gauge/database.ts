import { sql } from 'drizzle-orm'
import type { CoreContext, DataContext } from '../../kernel/context'
import { readLatest, type Sampled } from './gauges'
import { readMachine } from './machine'

type Server = { connections: number; limit: number; storage: number; transactions: number; at: number }

/**
 * Three limits hold connections, each counted by itself: the whole server's (less the connections reserved for superusers),
 * this database's and our role's. The fullest is the one that will refuse first. Storage and transactions are this
 * database's.
 */
async function readServer({ db }: DataContext): Promise<Server> {
  const { rows } = await db.execute<Record<keyof Server, string>>(sql`
    with ours as (select numbackends, datconnlimit, xact_commit + xact_rollback as transactions
      from pg_stat_database s join pg_database d on d.oid = s.datid where d.datname = current_database()
    ),
    limits (connections, "limit") as (
      select (select sum(numbackends) from pg_stat_database),
        sum(case name when 'max_connections' then setting::int else -setting::int end)
        from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
      union all select numbackends, datconnlimit from ours
      union all select (select count(*) from pg_stat_activity where usesysid = r.oid and backend_type = 'client backend'), rolconnlimit
        from pg_roles r where rolname = session_user
    ),
    fullest as (
      select * from limits where "limit" > 0 order by connections::float8 / "limit" desc, "limit" limit 1
    )
    select fullest.connections, fullest."limit",
      pg_database_size(current_database()) as storage,
      ours.transactions, extract(epoch from clock_timestamp()) as at
    from ours, fullest`)
  const row = rows[0]
  const number = (key: keyof Server) => Number(row?.[key])
  return {
    connections: number('connections'),
    limit: number('limit'),
    storage: number('storage'),
    transactions: number('transactions'),
    at: number('at'),
  }
}

/** Statements counted by `pg_stat_statements`. Null: the extension is missing, or unreadable to our role. */
async function countStatements({ db }: DataContext): Promise<number | null> {
  const { rows } = await db.execute<{ found: boolean }>(
    sql`select to_regclass('pg_stat_statements') is not null as found`,
  )
  if (!rows[0]?.found) return null
  try {
    const calls = await db.execute<{ calls: string }>(sql`
      select sum(calls) as calls from pg_stat_statements
      where dbid = (select oid from pg_database where datname = current_database())`)
    return Number(calls.rows[0]?.calls ?? 0)
  } catch {
    return null // The extension is there, but the server did not load it.
  }
}

/** The rate since the last sample. None at first, nor after the server's counters were reset. */
async function ratePerSecond(
  ctx: DataContext,
  { counter, count, at }: { counter: '_statements' | '_transactions'; count: number; at: number },
): Promise<number | null> {
  const latest = await readLatest(ctx, [counter, '_countedAt'])
  const [before, since] = [latest.get(counter)?.value, latest.get('_countedAt')?.value]
  if (before === undefined || since === undefined || at <= since || count < before) return null
  return (count - before) / (at - since)
}

/** Reads the database's instruments: one sample. */
export async function sampleDatabase(ctx: CoreContext): Promise<Sampled<'database'>> {
  const server = await readServer(ctx)
  const statements = await countStatements(ctx)
  const counter = statements === null ? '_transactions' : '_statements'
  const queries = statements ?? server.transactions
  const { cpu, freeBytes } = await readMachine(ctx)
  return {
    connections: server.connections,
    connectionsLimit: server.limit,
    storage: server.storage,
    storageLimit: freeBytes === null ? null : server.storage + freeBytes,
    cpu,
    queriesPerSecond: await ratePerSecond(ctx, { counter, count: queries, at: server.at }),
    [counter]: queries,
    _countedAt: server.at,
  }
}
