// Runs before anything is installed: Node.js alone, no dependency.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { versionFault } from './versions.mjs'

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const LOCK = path.join(root, 'package-lock.json')
const INSTALLED = path.join(root, 'node_modules', '.package-lock.json')
const MARK = path.join(root, 'node_modules', '.huntaze-lock')

/** Ends the process with one line. */
export function giveUp(line, code = 1) {
  process.stderr.write(`${line}\n`)
  process.exit(code)
}

function checkNode() {
  const fault = versionFault('node', process.versions.node)
  if (fault) giveUp(fault)
}

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')

const packagesOf = (file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)

/** True when npm's record of the installation matches the lock file, as after an `npm ci` by hand. */
function matchesLock() {
  const installed = new Map(packagesOf(INSTALLED))
  return packagesOf(LOCK).every(([where, wanted]) => {
    if (where === '') return true
    const found = installed.get(where)
    return found ? found.version === wanted.version : wanted.optional === true || wanted.peer === true
  })
}

function isInstalled() {
  if (!existsSync(INSTALLED)) return false
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === hashOf(LOCK)) return true
  return matchesLock()
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** npm keeps its cache in the home folder, which service accounts often lack. */
const cache = () => (isWritable(os.homedir()) ? [] : ['--cache', path.join(root, '.cache', 'npm')])

/** npm with these arguments, as a program and its arguments. */
export function npmCommand(...args) {
  const npm = process.env.npm_execpath
  const program = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  return [...program, ...args, ...cache()]
}

function npmCi() {
  process.stderr.write('Installing dependencies (once, about half a minute)…\n')
  // NODE_ENV=production would leave out the development dependencies.
  const [command, ...args] = npmCommand('ci', '--include=dev')
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) giveUp(`\`npm ci\` failed${error ? `: ${error.message}` : ''}; see above.`)
}

/** Installs the packages of package-lock.json, unless `node_modules` matches it. */
export function installMissing() {
  checkNode()
  if (!isInstalled()) npmCi()
  if (!existsSync(MARK) || readFileSync(MARK, 'utf8') !== hashOf(LOCK)) writeFileSync(MARK, hashOf(LOCK))
}
