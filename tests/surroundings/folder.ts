import { chmodSync, chownSync, mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** The account that programs change to when root starts them. */
const NOBODY = { uid: 65_534, gid: 65_534 }

/** Whether programs can, and must, change their account. */
export const isRoot = process.getuid?.() === 0

/** Options of `spawn` for programs that refuse to run as root. */
export const asNobody = isRoot ? NOBODY : {}

/** A folder that the account of a program started by root may write to. */
export function openFolder(name: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `huntaze-${name}-`))
  if (isRoot) chownSync(folder, NOBODY.uid, NOBODY.gid)
  chmodSync(folder, 0o755)
  return folder
}
