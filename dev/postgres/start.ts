import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import { SECOND } from '../../lib/kernel/clock'
import { chooseAccount } from './account'
import { locateBinaries } from './binaries'
import { createCluster } from './cluster'
import { EmbeddedDatabaseError } from './embedded-error'
import { hold, isHeld, release } from './holders'
import { tryLock, withLock } from './lock'
import { type RunningServer, readServer } from './pid-file'
import { launchServer, type Place, type Settings, stopServer } from './server'

/** The specification's name (section 1.4). */
const DATABASE = 'huntaze'

const READY_TIMEOUT = 60 * SECOND
const POLL = 25

/** A unix socket's path must be shorter than this many bytes (unix(7), the smallest of all systems). */
const SOCKET_PATH_LIMIT = 104

/**
 * The socket's folder, in the temporary one: in the project its path may be too long, and development servers that
 * watch the project's files fail on a socket.
 */
function socketFolder(data: string): string {
  const name = `huntaze-pg-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`
  const fits = (folder: string) =>
    Buffer.byteLength(path.join(folder, '.s.PGSQL.5432.lock')) < SOCKET_PATH_LIMIT
  const folder = path.join(os.tmpdir(), name)
  return fits(folder) ? folder : path.join('/tmp', name)
}

const urlOf = (socket: string, database: string): string =>
  `postgresql://postgres@localhost:5432/${database}?host=${encodeURIComponent(socket)}`

async function createDatabase(socket: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(socket, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(DATABASE)}`)
  } finally {
    await client.end()
  }
}

/** The ready server of another process, to join; undefined when none runs. Killed processes leave theirs running. */
async function untilJoinable(data: string): Promise<RunningServer | undefined> {
  for (let waited = 0; waited < READY_TIMEOUT; waited += POLL) {
    const server = readServer(data)
    if (!server || server.ready) return server
    await sleep(POLL)
  }
  throw new EmbeddedDatabaseError('the embedded database takes too long to become ready')
}

async function startOrJoin(place: Place, settings: Settings): Promise<RunningServer> {
  const running = await untilJoinable(place.data)
  if (running) return running
  const binaries = locateBinaries()
  const account = chooseAccount(place.data, binaries)
  createCluster(place.data, binaries, account)
  return await launchServer(place, binaries, account, settings)
}

/**
 * Starts a PostgreSQL server on the data folder `dir` (created when missing), or joins the one that runs there. Every
 * caller must `stop()`: the last one shuts the server down; killed processes do not count. `settings` apply only when
 * this call starts the server.
 * @throws EmbeddedDatabaseError when the system cannot run it
 */
export async function startEmbedded(
  dir: string,
  settings: Settings = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const data = path.resolve(dir)
  const place: Place = { data, socket: socketFolder(data), log: `${data}.log` }
  const [lock, holders] = [`${data}.lock`, `${data}.holders`]
  mkdirSync(path.dirname(data), { recursive: true })

  const { url, holder } = await withLock(lock, async () => {
    const { socket } = await startOrJoin(place, settings)
    await createDatabase(socket)
    return { url: urlOf(socket, DATABASE), holder: hold(holders) }
  })

  /** A process that ends without `stop()` cannot wait for the lock: its holder stops the server later. */
  const onExit = () => {
    release(holder)
    if (!tryLock(lock)) return
    const server = isHeld(holders) ? undefined : readServer(data)
    if (server) process.kill(server.pid, 'SIGINT')
    rmSync(lock, { force: true })
  }
  process.once('exit', onExit)

  const stop = async () => {
    process.removeListener('exit', onExit)
    await withLock(lock, async () => {
      release(holder)
      if (!isHeld(holders)) await stopServer(data)
    })
  }
  return { url, stop }
}
