import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../../lib/kernel/clock'
import { EmbeddedDatabaseError } from './embedded-error'
import { identityOf, isAlive } from './process-identity'

const WAIT = 60 * SECOND
const POLL = 25

const self = (): string => identityOf(process.pid) ?? String(process.pid)

let serial = 0

/** Creates `file` with `content` in one step, so that nobody reads a part of it. False when it exists. */
function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}.${serial++}`
  writeFileSync(draft, content, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

function ownerOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Removes the lock of a dead owner. Two processes that find it at once must not remove each other's new lock: the right
 * to remove is a file named after the dead owner, and the lock is read again under it.
 */
function breakDeadLock(file: string): void {
  const owner = ownerOf(file)
  if (owner === undefined || isAlive(owner)) return
  const right = `${file}.${owner.replaceAll(/\W/g, '-')}.broken`
  if (!createWhole(right, self())) return
  if (ownerOf(file) === owner) rmSync(file, { force: true })
  rmSync(right, { force: true })
}

/** Takes the lock if it is free right now; `release` with `rmSync`. */
export function tryLock(file: string): boolean {
  breakDeadLock(file)
  return createWhole(file, self())
}

/**
 * Runs `action` while no other process runs one under the same lock `file`.
 * @throws when the lock stays taken for a minute
 */
export async function withLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  for (let waited = 0; !tryLock(file); waited += POLL) {
    if (waited > WAIT)
      throw new EmbeddedDatabaseError(`the embedded database stays locked by another process; see ${file}`)
    await sleep(POLL)
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}
