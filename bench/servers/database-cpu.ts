import { readdirSync, readFileSync } from 'node:fs'
import { queryOnce } from '../../tests/support/with-client'

/** Milliseconds of a clock tick of `/proc` (USER_HZ is 100 on every Linux that Node runs on). */
const TICK = 10

type Process = { pid: number; parent: number; title: string; cpu: number; reaped: number }

/** proc(5): fields follow the name in parentheses, which may hold spaces. */
function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map(
      (n) => fields[n],
    )
    const title = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    return { pid, parent, title, cpu: (utime + stime) * TICK, reaped: (cutime + cstime) * TICK }
  } catch {
    return undefined
  }
}

/** CPU times (ms) of the server's processes: of the postmaster's own, of its children, and of those that ended. */
type Look = { children: Map<number, Process>; own: number; reaped: number }

function look(postmaster: number): Look {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const processes = pids.flatMap((pid) => readProcess(Number(pid)) ?? [])
  const children = processes.filter(({ parent }) => parent === postmaster)
  const { cpu: own, reaped } = readProcess(postmaster) ?? { cpu: 0, reaped: 0 }
  return { children: new Map(children.map((child) => [child.pid, child])), own, reaped }
}

/** A connection's process is titled `postgres: USER DATABASE HOST STATE`; others work for every database. */
const worksFor = (database: string, { title }: Process): boolean =>
  !/ (\[local\]|\S+\(\d+\)) /.test(title) || title.includes(` ${database} `)

/** CPU time (ms) spent for `database` between two looks. */
function spent(before: Look, after: Look, database: string): number {
  const since = (child: Process) => child.cpu - (before.children.get(child.pid)?.cpu ?? 0)
  const alive = [...after.children.values()].filter((child) => worksFor(database, child)).map(since)
  const ended = [...before.children.values()].filter(({ pid }) => !after.children.has(pid))
  const reaped = ended.reduce((rest, { cpu }) => rest - cpu, after.reaped - before.reaped)
  return [...alive, Math.max(0, reaped)].reduce((sum, cpu) => sum + cpu, after.own - before.own)
}

/**
 * Finds the processes of the measured PostgreSQL server, where it runs on this machine and this is Linux.
 * @returns starts measuring the CPU time (ms) spent for the database at `url`; NaN where it cannot be read
 */
export async function databaseCpuMeter(): Promise<(url: string) => () => number> {
  const server = process.env.TEST_DATABASE_URL ?? ''
  const [row] = await queryOnce<{ data: string }>(server, `select current_setting('data_directory') as data`)
  const postmaster = process.platform === 'linux' ? postmasterOf(row?.data ?? '') : undefined
  if (postmaster === undefined) return () => () => Number.NaN
  return (url) => {
    const database = decodeURIComponent(new URL(url).pathname.slice(1))
    const before = look(postmaster)
    return () => spent(before, look(postmaster), database)
  }
}

/** The first line of its file, if it is the number of a server on this machine. */
function postmasterOf(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(`${data}/postmaster.pid`, 'latin1').split('\n')[0])
    return readProcess(pid)?.title.includes('postgres') ? pid : undefined
  } catch {
    return undefined
  }
}
