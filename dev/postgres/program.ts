import { chownSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account'

/** Not the caller's environment: `PG…` variables meant for clients would change the server. */
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'
// NODE_ENV because Next's types require it in every environment.
const ENVIRONMENT = { PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' as const }

/** The three arguments of `spawn` that run one of PostgreSQL's programs as `account`. */
export function program(account: Account, binaries: string, name: string, args: string[]) {
  const [command = '', ...rest] = [...account.prefix, path.join(binaries, name), ...args]
  return { command, args: rest, options: { uid: account.uid, gid: account.gid, cwd: '/', env: ENVIRONMENT } }
}

/** Replaces `folder` by an empty one that only `account` may enter. */
export function makePrivateFolder(folder: string, account: Account): void {
  rmSync(folder, { recursive: true, force: true })
  // Fails when another process made it in between: that one may not be private.
  mkdirSync(folder, { mode: 0o700 })
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid)
}
