import { BUILD } from '../../tests/support/app'
import { queryOnce } from '../../tests/support/with-client'
import { startLoadGenerator } from '../load/worker'
import type { Report, Row } from '../report/table'
import { databaseCpuMeter } from '../servers/database-cpu'
import { type Observed, startObserved } from '../servers/observed'
import { type Workload, workloadsFor } from './workloads'

const PROCESSES = [1, 2, 4]
const CLIENTS = 32
const SECONDS = Number(process.env.BENCH_SECONDS || 5)

/** Totals of the database's server: bytes of WAL, ended transactions, connections of servers. */
type DatabaseTotals = { wal: number; transactions: number; connections: number }

async function totalsOf(url: string): Promise<DatabaseTotals> {
  const [row] = await queryOnce<Record<keyof DatabaseTotals, string>>(
    url,
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal,
       (select xact_commit + xact_rollback from pg_stat_database where datname = current_database()) as transactions,
       (select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()) as connections`,
  )
  return {
    wal: Number(row?.wal),
    transactions: Number(row?.transactions),
    connections: Number(row?.connections),
  }
}

async function startServers(count: number): Promise<Observed[]> {
  const servers = [await startObserved(BUILD)]
  // One service: the same sessions are valid at each.
  const { DATABASE_URL = '', AUTH_SECRET = '', APP_URL = '' } = servers[0]?.app.env ?? {}
  while (servers.length < count)
    servers.push(await startObserved(BUILD, { DATABASE_URL, AUTH_SECRET, APP_URL }))
  return servers
}

type Load = ReturnType<typeof startLoadGenerator>

/** Each server gets its share of the clients from a generator of its own. @returns answers, and answers a second */
async function send(servers: Observed[], loads: Load[], { requests, status }: Workload, seconds: number) {
  const clients = CLIENTS / servers.length
  const results = await Promise.all(
    servers.map(({ port }, index) => {
      // Each begins with other accounts.
      const start = Math.floor((index * requests.length) / servers.length)
      const turned = [...requests.slice(start), ...requests.slice(0, start)]
      return (loads[index] as Load).run({ port, requests: turned, clients, seconds, status })
    }),
  )
  const sum = (of: 'answers' | 'rate') => results.reduce((total, result) => total + result[of], 0)
  return { answers: sum('answers'), rate: sum('rate') }
}

const cpuOf = async (servers: Observed[]): Promise<number> =>
  (await Promise.all(servers.map(({ usage }) => usage()))).reduce((sum, { cpu }) => sum + cpu, 0)

async function measure(
  servers: Observed[],
  loads: Load[],
  workload: Workload,
  spentFor: (url: string) => () => number,
): Promise<Row> {
  const url = servers[0]?.app.database.url ?? ''
  await send(servers, loads, workload, 1)
  const before = { cpu: await cpuOf(servers), ...(await totalsOf(url)) }
  const databaseSpent = spentFor(url)
  const { answers, rate } = await send(servers, loads, workload, SECONDS)
  const database = databaseSpent() / answers
  const after = { cpu: await cpuOf(servers), ...(await totalsOf(url)) }
  const cpu = (after.cpu - before.cpu) / answers
  return {
    what: `${workload.name}, ${servers.length} processes`,
    values: {
      'a second': rate,
      'CPU ms, server': cpu,
      'CPU ms, PostgreSQL': database,
      'a second and core of servers': 1000 / cpu,
      'a second and core of both': 1000 / (cpu + database),
      transactions: (after.transactions - before.transactions) / answers,
      'WAL, bytes': (after.wal - before.wal) / answers,
      connections: after.connections,
    },
  }
}

/**
 * Measures 1, 2 and 4 server processes on one database: what a core does, and what the database sees. Servers,
 * PostgreSQL and generators share the machine, so compare the figures of a core, and not the rates.
 */
export async function scale(): Promise<Report> {
  const spentFor = await databaseCpuMeter()
  const rows: Row[] = []
  for (const count of PROCESSES) {
    const servers = await startServers(count)
    const loads = servers.map(startLoadGenerator)
    try {
      const [first] = servers as [Observed]
      for (const workload of await workloadsFor(first))
        rows.push(await measure(servers, loads, workload, spentFor))
    } finally {
      for (const load of loads) load.stop()
      // The first one's database is dropped once no other uses it.
      for (const { stop } of servers.toReversed()) await stop()
    }
  }
  return {
    title: `Server processes on one database, ${CLIENTS} clients`,
    rows: rows.toSorted((one, other) => one.what.localeCompare(other.what)),
  }
}
