import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { EmbeddedDatabaseError } from './embedded-error'

/** The system account that PostgreSQL's programs run as, and the start of their command line. */
export type Account = { uid?: number; gid?: number; prefix: string[] }

const NOBODY_MISSING =
  'Run as root, the embedded database needs the account "nobody", which this system lacks.'

function idOfNobody(flag: '-u' | '-g'): number {
  const { status, stdout } = spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' })
  if (status !== 0) throw new EmbeddedDatabaseError(`${NOBODY_MISSING} Set DATABASE_URL instead.`)
  return Number(stdout)
}

function canRun(ids: { uid: number; gid: number }, binaries: string, folder: string): boolean {
  const commands: [string, string[]][] = [
    [path.join(binaries, 'postgres'), ['--version']],
    ['sh', ['-c', 'cd "$0"', folder]],
  ]
  return commands.every(([command, args]) => spawnSync(command, args, { ...ids, cwd: '/' }).status === 0)
}

/**
 * Chooses the account for the server, which refuses to run as root. For root: the owner of the data, or for new data
 * `nobody`, which every system has. Where `nobody` may not enter (a clone below a 0700 folder): root under another
 * number in a user namespace, so that the data belongs to root.
 */
export function chooseAccount(data: string, binaries: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const owner = existsSync(data) && readdirSync(data).length > 0 ? statSync(data) : undefined
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, prefix: [] }
  const nobody = { uid: idOfNobody('-u'), gid: idOfNobody('-g') }
  if (!owner && canRun(nobody, binaries, path.dirname(data))) return { ...nobody, prefix: [] }
  return { prefix: ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`] }
}
