import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { identityOf, isAlive } from './process-identity'

let serial = 0

/**
 * Records a use of the server by this process as a file `<pid>.<n>` in `folder`.
 * @returns the file, for `release`
 */
export function hold(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${process.pid}.${serial++}`)
  writeFileSync(file, identityOf(process.pid) ?? String(process.pid))
  return file
}

/** Ends one use. */
export const release = (file: string): void => rmSync(file, { force: true })

/** True when a running process uses the server. Removes the files of killed ones. */
export function isHeld(folder: string): boolean {
  let held = false
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    if (isAlive(readFileSync(file, 'utf8'))) held = true
    else release(file)
  }
  return held
}
