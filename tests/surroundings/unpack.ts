import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

/** A Debian package, unpacked beside the system with those it needs and the system lacks. */
export type Unpacked = {
  /** Its folder, as `/` would hold it. */
  root: string
  version: string
  /** LD_LIBRARY_PATH for its programs. */
  libraries: string
}

/** A program that cannot be had on this machine, with the reason. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut'
}

const CACHE = path.resolve('.cache/surroundings')
const DOWNLOAD_TIMEOUT = 300_000

const environment = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }

function apt(args: string[], cwd = '/'): string | undefined {
  const [command = '', ...rest] = args
  const options = { cwd, env: environment, encoding: 'utf8' as const, timeout: DOWNLOAD_TIMEOUT }
  const { status, stdout } = spawnSync(command, rest, options)
  return status === 0 ? stdout : undefined
}

/** The packages that apt would install for `names`: their needs that this machine lacks. */
function missing(names: string[]): string[] | undefined {
  const simulated = apt(['apt-get', 'install', '--simulate', '--no-install-recommends', ...names])
  if (simulated === undefined) return undefined
  return [...simulated.matchAll(/^Inst (\S+) /gm)].map(([, name = '']) => name)
}

let isUpdated = false

/** Asks once more after `apt-get update`, which root alone may call: the lists of a new machine are empty. */
function missingWithLists(names: string[]): string[] {
  const found = missing(names)
  if (found) return found
  if (!isUpdated && process.getuid?.() === 0) apt(['apt-get', 'update'])
  isUpdated = true
  const again = missing(names)
  if (!again) throw new LeftOut(`Debian's package ${names[0]} is not to be had here`)
  return again
}

const candidate = (name: string): string | undefined =>
  /Candidate: (?!\(none\))(\S+)/.exec(apt(['apt-cache', 'policy', name]) ?? '')?.[1]

/** Every folder below `root` with shared libraries, for the loader. */
function libraryFolders(root: string): string {
  const folders = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(({ name }) => /[.]so([.\d]*)$/.test(name))
    .map(({ parentPath }) => parentPath)
  return [...new Set(folders)].filter((folder) => !folder.includes('/modules')).join(':')
}

function download(names: string[], target: string): void {
  const draft = `${target}.${process.pid}`
  const packages = path.join(draft, 'packages')
  mkdirSync(packages, { recursive: true })
  const wanted = [...new Set([...names, ...missingWithLists(names)])]
  if (apt(['apt-get', 'download', ...wanted], packages) === undefined)
    throw new LeftOut(`Debian's packages ${wanted.join(', ')} could not be downloaded`)
  for (const file of readdirSync(packages))
    apt(['dpkg', '-x', path.join(packages, file), path.join(draft, 'root')])
  rmSync(packages, { recursive: true })
  // Renamed at the end, so that a run that was ended leaves nothing that looks complete.
  rmSync(target, { recursive: true, force: true })
  renameSync(draft, target)
}

/**
 * Unpacks a Debian package, and `more` that it needs only here. Nothing is installed, and nothing is started.
 * @throws LeftOut where there is no such package
 */
export function unpack(name: string, ...more: string[]): Unpacked {
  if (process.platform !== 'linux' || !apt(['dpkg', '--version']))
    throw new LeftOut('this system has no dpkg: the programs are Debian’s')
  if (!candidate(name)) missingWithLists([name])
  const version = candidate(name) ?? ''
  const target = path.join(CACHE, `${name}_${version.replaceAll(/[^\w.+~-]/g, '_')}`)
  if (!existsSync(target)) download([name, ...more], target)
  const root = path.join(target, 'root')
  return { root, version, libraries: libraryFolders(root) }
}
