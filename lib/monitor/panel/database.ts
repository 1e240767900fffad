import { sql } from 'drizzle-orm'
import type { CoreContext, DataContext } from '../../kernel/context'
import { BOUNDS, judge, plainFigure } from '../alarm/judge'
import { readRds } from '../gauge/cloudwatch'
import { type GaugeName, type Readings, readLatest } from '../gauge/gauges'
import { freeSpace, hostCpu } from '../gauge/host'
import type { Figure, Panel } from './report'
import { seriesOf, type Window } from './span'

type Server = { connections: number; limit: number; storage: number; transactions: number; at: number }

/**
 * Three limits hold connections, each counted by itself: the whole server's (less what is reserved for its superusers),
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

/** Statements that `pg_stat_statements` counted, where this database has it and lets us look. */
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

/** A unix socket leads to a server on this very host; through TCP even `localhost` may be a tunnel to anywhere. */
const isOnThisHost = (databaseUrl: string): boolean =>
  new URL(databaseUrl).searchParams.get('host')?.startsWith('/') ?? false

async function dataFolder({ db }: DataContext): Promise<string | null> {
  const { rows } = await db.execute<{ folder: string | null }>(
    sql`select current_setting('data_directory', true) as folder`,
  )
  return rows[0]?.folder ?? null
}

type Machine = { cpu: number | null; freeBytes: number | null }

async function readMachine(ctx: CoreContext): Promise<Machine> {
  const { rdsInstance } = ctx.env.monitoring
  try {
    if (rdsInstance) return await readRds(rdsInstance, ctx.now())
    if (!isOnThisHost(ctx.env.databaseUrl)) return { cpu: null, freeBytes: null }
    const folder = await dataFolder(ctx)
    return { cpu: await hostCpu(ctx.now()), freeBytes: folder === null ? null : await freeSpace(folder) }
  } catch (error) {
    ctx.log.warn('database_machine_unknown', { error })
    return { cpu: null, freeBytes: null }
  }
}

/** Reads the database's instruments: one sample. */
export async function sampleDatabase(ctx: CoreContext): Promise<Readings> {
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

export type Latest = Awaited<ReturnType<typeof readLatest>>
export type Trends = Map<string, Map<number, number>>

/** What a database panel is made of; each is read off once a minute by one process. */
export const DATABASE_GAUGES = [
  'connections',
  'connectionsLimit',
  'cpu',
  'storage',
  'storageLimit',
  'queriesPerSecond',
  '_statements',
] satisfies GaugeName[]

/** Where the machine's figures come from, or why there are none. */
function machineSource({ env }: CoreContext): { source: string; why: string } {
  if (env.monitoring.rdsInstance) return { source: 'cloudwatch', why: 'cloudwatch_silent' }
  if (isOnThisHost(env.databaseUrl)) return { source: 'host', why: 'not_sampled' }
  return { source: 'cloudwatch', why: 'cloudwatch_not_configured' }
}

export function databasePanel(
  ctx: CoreContext,
  latest: Latest,
  trends: Trends,
  window: Window,
): Panel<'connections' | 'cpu' | 'storage' | 'queriesPerSecond'> {
  const value = (name: GaugeName) => latest.get(name)?.value ?? null
  const unsampled = (name: GaugeName, why = 'not_sampled') => (value(name) === null ? { why } : {})
  const [connections, limit] = [value('connections'), value('connectionsLimit')]
  const { source, why } = machineSource(ctx)
  const used = connections === null || !limit ? null : (100 * connections) / limit
  const figures: Record<'connections' | 'cpu' | 'storage' | 'queriesPerSecond', Figure> = {
    connections: {
      ...plainFigure(connections, 'count', 'postgresql', unsampled('connections')),
      limit,
      state: judge(used, BOUNDS.connections),
      ...(limit !== null && { threshold: Math.ceil((BOUNDS.connections.alarm / 100) * limit) }),
    },
    cpu: plainFigure(value('cpu'), 'percent', source, unsampled('cpu', why)),
    storage: {
      ...plainFigure(value('storage'), 'bytes', 'postgresql', unsampled('storage')),
      limit: value('storageLimit'),
    },
    queriesPerSecond: plainFigure(
      value('queriesPerSecond'),
      'per_second',
      // Without the extension a query is a transaction: most of ours have one statement.
      value('_statements') === null ? 'transactions' : 'statements',
      unsampled('queriesPerSecond'),
    ),
  }
  const trend = (name: GaugeName) => seriesOf(window, trends.get(name) ?? new Map())
  return {
    figures,
    trends: {
      connections: trend('connections'),
      cpu: trend('cpu'),
      storage: trend('storage'),
      queriesPerSecond: trend('queriesPerSecond'),
    },
  }
}
