import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Account, chooseAccount } from '../../dev/postgres/account'
import { locateBinaries } from '../../dev/postgres/binaries'
import { createCluster } from '../../dev/postgres/cluster'
import { readServer } from '../../dev/postgres/pid-file'
import { identityOf } from '../../dev/postgres/process-identity'
import { launchServer, type Settings, stopServer } from '../../dev/postgres/server'

/** A PostgreSQL server of a test's own, that may be stopped, killed, filled and made read-only. */
export type Cluster = {
  data: string
  /** The folder of its socket. */
  socket: string
  url(database?: string): string
  start(more?: Settings): Promise<void>
  stop(): Promise<void>
  /** Lets it end once its last session does, and take no new ones. */
  shutDownGently(): void
  /** Ends it as a power cut would. */
  kill(): void
  /** Stops it for good, and deletes it. */
  remove(): Promise<void>
}

/** Its commits wait for each other and not for the disk. */
const SETTINGS: Settings = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }

function clusterOn(data: string, settings: Settings): Cluster {
  const binaries = locateBinaries()
  const account: Account = chooseAccount(data, binaries)
  const folder = path.dirname(data)
  const socket = path.join(folder, 's')
  const place = { data, socket, log: `${data}.log` }
  const signal = (name: NodeJS.Signals) => {
    const server = readServer(data)
    if (server) process.kill(server.pid, name)
  }
  const kill = () => signal('SIGQUIT')
  return {
    data,
    socket,
    url: (database = 'postgres') =>
      `postgresql://postgres@localhost:5432/${database}?host=${encodeURIComponent(socket)}`,
    async start(more = {}) {
      process.once('exit', kill)
      createCluster(data, binaries, account)
      await launchServer(place, binaries, account, { ...SETTINGS, ...settings, ...more })
    },
    stop: () => stopServer(data),
    shutDownGently: () => signal('SIGTERM'),
    kill,
    async remove() {
      process.removeListener('exit', kill)
      await stopServer(data)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const PREFIX = 'huntaze-cluster-'

/** Ends the servers of processes that were killed. */
function endLeftovers(): void {
  for (const name of readdirSync(os.tmpdir())) {
    const [, owner] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
    if (owner === undefined || identityOf(Number(owner))) continue
    const folder = path.join(os.tmpdir(), name)
    const server = readServer(path.join(folder, 'pg'))
    if (server) process.kill(server.pid, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Open to the account that the server runs as; the data in it is not. */
function freshFolder(): string {
  endLeftovers()
  const folder = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755)
  return path.join(folder, 'pg')
}

/** A server that does not run yet. */
export const newCluster = (settings: Settings = {}): Cluster => clusterOn(freshFolder(), settings)

/** A standby of a stopped primary, made of a copy of its files; it streams from it once both run. */
export function standbyOf(primary: Cluster, settings: Settings = {}): Cluster {
  const data = freshFolder()
  execFileSync('cp', ['-a', primary.data, data])
  if (existsSync(path.join(data, 'postmaster.pid'))) throw new Error('the primary runs')
  writeFileSync(path.join(data, 'standby.signal'), '')
  const source = `host=${primary.socket} port=5432 user=postgres application_name=standby`
  appendFileSync(path.join(data, 'postgresql.auto.conf'), `\nprimary_conninfo = '${source}'\n`)
  return clusterOn(data, settings)
}
