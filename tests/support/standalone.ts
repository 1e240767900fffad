import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { BUILD } from './app'
import { runProgram } from './run-program'
import { type Service, startService } from './service'
import { readUnit, type Unit } from './systemd-unit'

/** The standalone tree, alone in a folder far from the project. */
export type Standalone = {
  tree: string
  unit: Unit
  /** Starts it as the example unit does. */
  start(port: number, environment: Record<string, string>): Promise<Service>
  /** Runs one of its programs, as the guide does: with the server's variables. @returns its output */
  program(name: string, args: string[], environment: Record<string, string>): string
  remove(): void
}

/** Makes the tree from the build under test, and takes it elsewhere. */
export function makeStandalone(): Standalone {
  runProgram([process.execPath, 'scripts/build/standalone.mjs'], BUILD, {})
  const tree = mkdtempSync(path.join(os.tmpdir(), 'huntaze-standalone-'))
  cpSync(path.join(BUILD, 'dist/standalone'), tree, { recursive: true, verbatimSymlinks: true })
  const places = { '/opt/huntaze-auth/current': tree, '/usr/bin/node': process.execPath }
  const unit = readUnit('deploy/huntaze-auth.service', places)
  return {
    tree,
    unit,
    start: (port, environment) => startService(unit, port, environment),
    program: (name, args, environment) =>
      runProgram([process.execPath, `bin/${name}.mjs`, ...args], unit.workingDirectory, {
        ...unit.environment,
        ...environment,
      }),
    remove: () => rmSync(tree, { recursive: true }),
  }
}
