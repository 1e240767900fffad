import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { BUILD } from './app'
import { type ServerProcess, startServer } from './server-process'
import { readUnit, type Unit } from './systemd-unit'

/** The standalone tree, alone in a folder far from the project. */
export type Standalone = {
  tree: string
  unit: Unit
  /** Starts it as the example unit does. */
  start(port: number, environment: Record<string, string>): Promise<ServerProcess>
  remove(): void
}

function run([program = '', ...args]: string[], cwd: string, environment: Record<string, string>): void {
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'production' as const, ...environment }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
}

/** Makes the tree from the build under test, and takes it elsewhere. */
export function makeStandalone(): Standalone {
  run([process.execPath, 'scripts/build-standalone.mjs'], BUILD, {})
  const tree = mkdtempSync(path.join(os.tmpdir(), 'huntaze-standalone-'))
  cpSync(path.join(BUILD, 'dist/standalone'), tree, { recursive: true, verbatimSymlinks: true })
  const places = { '/opt/huntaze-auth/current': tree, '/usr/bin/node': process.execPath }
  const unit = readUnit('deploy/huntaze-auth.service', places)
  return {
    tree,
    unit,
    async start(port, environment) {
      const all = { ...unit.environment, ...environment }
      run(unit.startPre, unit.workingDirectory, all)
      return await startServer(unit.start.slice(1), { cwd: unit.workingDirectory, port, environment: all })
    },
    remove: () => rmSync(tree, { recursive: true }),
  }
}
