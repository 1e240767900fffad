import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account'
import { makePrivateFolder, program } from './program'

/** The built-in C.UTF-8 locale exists on every system, and lower-cases `É` to `é` (plain C does not). */
const LOCALE = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** `trust`: the socket's folder admits only its owner. `--no-sync`: an interrupted creation is repeated. */
const OPTIONS = ['-U', 'postgres', '-A', 'trust', ...LOCALE, '--no-sync', '--no-instructions']

/**
 * Creates the data folder unless it exists: under another name first, so that a killed `initdb` leaves no partial one.
 */
export function createCluster(data: string, binaries: string, account: Account): void {
  if (existsSync(path.join(data, 'PG_VERSION'))) return
  const fresh = `${data}.new`
  makePrivateFolder(fresh, account)
  const { command, args, options } = program(account, binaries, 'initdb', ['-D', fresh, ...OPTIONS])
  const { status, stderr, error } = spawnSync(command, args, { ...options, encoding: 'utf8' })
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`the embedded database could not be created: ${error?.message ?? stderr.trim()}`)
  }
  renameSync(fresh, data)
}
