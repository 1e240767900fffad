import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account'
import { EmbeddedDatabaseError } from './embedded-error'
import { makePrivateFolder, program } from './program'

/** The built-in C.UTF-8 locale exists on every system, and lower-cases `É` to `é` (plain C does not). */
const LOCALE = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** `trust`: the socket's folder admits only its owner. `--no-sync`: an interrupted creation is repeated. */
const OPTIONS = ['-U', 'postgres', '-A', 'trust', ...LOCALE, '--no-sync', '--no-instructions']

const versionFile = (data: string): string => path.join(data, 'PG_VERSION')

/** The major version of the programs, as in `postgres (PostgreSQL) 18.4`. */
function programsVersion(binaries: string, account: Account): string {
  const { command, args, options } = program(account, binaries, 'postgres', ['--version'])
  const { stdout } = spawnSync(command, args, { ...options, encoding: 'utf8' })
  return /\d+/.exec(stdout)?.[0] ?? 'unknown'
}

/**
 * Refuses a data folder of another major version, which this server cannot read (PostgreSQL manual, "Upgrading a
 * PostgreSQL Cluster").
 * @throws EmbeddedDatabaseError
 */
function refuseOtherVersion(data: string, binaries: string, account: Account): void {
  const [theirs, ours] = [readFileSync(versionFile(data), 'utf8').trim(), programsVersion(binaries, account)]
  if (theirs === ours) return
  throw new EmbeddedDatabaseError(
    `The data in ${data} is of PostgreSQL ${theirs}, and this checkout has PostgreSQL ${ours}. ` +
      `To start afresh, move ${data} away. To keep the data, dump it with the checkout that made it ` +
      `(npm run db:serve there prints an address for pg_dump), then restore it here.`,
  )
}

/**
 * Creates the data folder unless it exists: under another name first, so that a killed `initdb` leaves no partial one.
 * @throws EmbeddedDatabaseError
 */
export function createCluster(data: string, binaries: string, account: Account): void {
  if (existsSync(versionFile(data))) {
    refuseOtherVersion(data, binaries, account)
    return
  }
  const fresh = `${data}.new`
  makePrivateFolder(fresh, account)
  const { command, args, options } = program(account, binaries, 'initdb', ['-D', fresh, ...OPTIONS])
  const { status, stderr, error } = spawnSync(command, args, { ...options, encoding: 'utf8' })
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new EmbeddedDatabaseError(
      `the embedded database could not be created: ${error?.message ?? stderr.trim()}`,
    )
  }
  renameSync(fresh, data)
}
