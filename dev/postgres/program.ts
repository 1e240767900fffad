import { chownSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account'

/** The caller's environment is not handed on: `PG…` variables meant for clients would change the server. */
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'
// NODE_ENV only because Next's types ask for it everywhere.
const ENVIRONMENT = { PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' as const }

/** How to run one of PostgreSQL's programs under `account`: the three arguments of `spawn`. */
export function program(account: Account, binaries: string, name: string, args: string[]) {
  const [command = '', ...rest] = [...account.prefix, path.join(binaries, name), ...args]
  return { command, args: rest, options: { uid: account.uid, gid: account.gid, cwd: '/', env: ENVIRONMENT } }
}

/** Makes a new folder that only `account` may enter; what is left of an earlier one goes. */
export function makePrivateFolder(folder: string, account: Account): void {
  rmSync(folder, { recursive: true, force: true })
  // Fails when somebody else makes it in between: theirs is not private.
  mkdirSync(folder, { mode: 0o700 })
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid)
}
