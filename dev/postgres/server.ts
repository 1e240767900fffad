import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../../lib/kernel/clock'
import type { Account } from './account'
import { EmbeddedDatabaseError } from './embedded-error'
import { pidFile, type RunningServer, readServer } from './pid-file'
import { isPostgres } from './process-identity'
import { makePrivateFolder, program } from './program'

/** Paths of one embedded server. */
export type Place = { data: string; socket: string; log: string }

/** Settings of `postgresql.conf`, by name. */
export type Settings = Record<string, string>

const START_TIMEOUT = 60 * SECOND
const FAST_STOP_TIMEOUT = 10 * SECOND

/** After a kill, busy sessions outlive their server for a moment, and no new server can start meanwhile. */
const LINGERING = /pre-existing shared memory block/
const LINGERING_TIMEOUT = 20 * SECOND
const LINGERING_PAUSE = 500
const POLL = 25
const LOG_LIMIT = 5 * 1024 * 1024

/** No TCP port. Nothing that a client sends (addresses, tokens) reaches the log, even when a statement fails. */
const SETTINGS: Settings = {
  listen_addresses: '',
  max_connections: '100',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

function openLog(file: string): number {
  const tooLong = existsSync(file) && statSync(file).size > LOG_LIMIT
  return openSync(file, tooLong ? 'w' : 'a', 0o600)
}

/** The last two lines: the fault, and that the server is shut down. */
const readTail = (log: string): string => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-2).join(' ')

async function untilReady(place: Place, server: ChildProcess): Promise<RunningServer> {
  let failure: Error | undefined
  server.once('error', (error) => {
    failure = error
  })
  for (let waited = 0; waited < START_TIMEOUT; waited += POLL) {
    const running = readServer(place.data)
    if (running?.ready) return running
    if (failure || server.exitCode !== null || server.signalCode !== null) break
    await sleep(POLL)
  }
  const reason = failure?.message ?? readTail(place.log)
  throw new EmbeddedDatabaseError(`the embedded database did not start: ${reason} (see ${place.log})`)
}

async function launch(
  place: Place,
  binaries: string,
  account: Account,
  settings: Settings,
): Promise<RunningServer> {
  // PostgreSQL mistakes a killed server that is still a zombie for a running one.
  if (process.platform === 'linux') rmSync(pidFile(place.data), { force: true })
  const configuration = Object.entries({ ...SETTINGS, ...settings })
  const flags = configuration.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const wanted = ['-D', place.data, '-k', place.socket, ...flags]
  const { command, args, options } = program(account, binaries, 'postgres', wanted)
  const log = openLog(place.log)
  const server = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  server.unref()
  closeSync(log)
  return await untilReady(place, server)
}

/** Starts a server on a data folder without one. It outlives this process, because others may have joined it. */
export async function launchServer(
  place: Place,
  binaries: string,
  account: Account,
  settings: Settings,
): Promise<RunningServer> {
  makePrivateFolder(place.socket, account)
  for (let waited = 0; ; waited += LINGERING_PAUSE) {
    try {
      return await launch(place, binaries, account, settings)
    } catch (error) {
      if (!LINGERING.test(readTail(place.log)) || waited >= LINGERING_TIMEOUT) throw error
      await sleep(LINGERING_PAUSE)
    }
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It contains files of others, or is gone.
  }
}

/**
 * Stops the server: a fast shutdown (SIGINT ends sessions and writes data), an immediate one if that takes too long.
 */
export async function stopServer(data: string): Promise<void> {
  const running = readServer(data)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  // The pid file goes first, the process some moments later.
  for (let waited = 0; isPostgres(running.pid); waited += POLL) {
    if (waited === FAST_STOP_TIMEOUT) process.kill(running.pid, 'SIGQUIT')
    if (waited > 2 * FAST_STOP_TIMEOUT)
      throw new EmbeddedDatabaseError(`the embedded database (process ${running.pid}) does not stop`)
    await sleep(POLL)
  }
  removeIfEmpty(running.socket)
}
