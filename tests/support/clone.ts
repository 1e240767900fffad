import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** The files that a commit of this moment would hold. */
function committableFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  return listed
    .toString()
    .split('\0')
    .filter((name) => name !== '' && existsSync(name))
}

/** Makes `folder` what a fresh clone of this project would be: its files as they are now, and nothing made from them. */
export function cloneProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  for (const name of committableFiles()) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    cpSync(name, path.join(folder, name))
  }
}
