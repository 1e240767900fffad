import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Others' tools from npm that read the API's document, and what they need. No part of an installation of ours. */
export const PACKAGES = {
  '@hey-api/openapi-ts': '0.99.0',
  '@redocly/cli': '2.77.0',
  '@stoplight/prism-cli': '5.16.0',
  '@stoplight/spectral-cli': '6.16.3',
  '@types/node': '20.19.43',
  'openapi-fetch': '0.17.0',
  'openapi-typescript': '7.13.0',
  tsx: '4.23.15',
  typescript: '5.9.3',
}

const INSTALL_TIMEOUT = 10 * 60_000
const RUN_TIMEOUT = 3 * 60_000

/** Files that the tools read, and the programs that use the generated clients. */
const READ = ['docs/openapi.json', '.spectral.yaml', 'redocly.yaml']
const CLIENTS = 'tests/surroundings/tools/clients'

/** Runs a program in `folder`. @returns its output @throws Error with the end of the output when it fails */
export function run(folder: string, [command = '', ...args]: string[], timeout = RUN_TIMEOUT): string {
  const env = { ...process.env, NO_COLOR: '1', REDOCLY_TELEMETRY: 'off', npm_config_update_notifier: 'false' }
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, env, timeout })
  const output = `${stdout}${stderr}`
  if (status !== 0) throw new Error(`${path.basename(command)} ${args[0]}: ${error ?? output.slice(-500)}`)
  return output
}

/** The path of an installed program. */
export const program = (folder: string, name: string): string =>
  path.join(folder, 'node_modules', '.bin', name)

/** Installs the tools in a folder of their own, once for each list of versions. @returns that folder */
export function installTools(): string {
  const name = createHash('sha256').update(JSON.stringify(PACKAGES)).digest('hex').slice(0, 12)
  const folder = path.resolve('.cache/surroundings', `tools-${name}`)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(path.join(folder, 'node_modules'))) {
    const contents = { private: true, type: 'module', dependencies: PACKAGES }
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(contents))
    run(folder, ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'], INSTALL_TIMEOUT)
  }
  for (const file of READ) cpSync(file, path.join(folder, path.basename(file)))
  cpSync(CLIENTS, folder, { recursive: true })
  return folder
}
