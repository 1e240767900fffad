// Runs before anything is installed: Node.js alone, no dependency.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { versionFault } from './versions.mjs'

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const LOCK = path.join(root, 'package-lock.json')
const INSTALLED = path.join(root, 'node_modules', '.package-lock.json')
const MARK = path.join(root, 'node_modules', '.huntaze-lock')
/** The link to the workspace `tests`, whose packages tests and checks alone need. */
const TESTS = path.join(root, 'node_modules', 'huntaze-auth-tests')

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

const isMarked = () => existsSync(MARK) && readFileSync(MARK, 'utf8') === hashOf(LOCK)

/** Part of package-lock.json that is installed: all of it, the packages of the app, or nothing to rely on. */
function installed() {
  if (!existsSync(INSTALLED)) return 'nothing'
  if (isMarked()) return existsSync(TESTS) ? 'all' : 'app'
  return matchesLock() ? 'all' : 'nothing'
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

function npm(line, ...words) {
  process.stderr.write(`${line}\n`)
  // NODE_ENV=production would leave out the development dependencies.
  const [command, ...args] = npmCommand(...words, '--include=dev')
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) giveUp(`\`npm ${words[0]}\` failed${error ? `: ${error.message}` : ''}; see above.`)
}

function install(wanted, there) {
  if (wanted === 'app')
    return npm('Installing what the app needs (once, some ten seconds)…', 'ci', '--workspaces=false')
  // Not `npm ci`, which would first remove what a running `npm run dev` stands on.
  if (there === 'app') return npm('Installing what the tests need (once)…', 'install', '--no-save')
  return npm('Installing dependencies (once, about half a minute)…', 'ci')
}

/**
 * Installs the packages of package-lock.json, unless `node_modules` matches it.
 * @param needed `app`: leaves out those of the workspace `tests`, unless an earlier installation has them
 */
export function installMissing(needed = 'all') {
  checkNode()
  const there = installed()
  const wanted = needed === 'app' && !existsSync(TESTS) ? 'app' : 'all'
  if (there !== 'all' && there !== wanted) {
    // An installation that is interrupted is repeated.
    rmSync(MARK, { force: true })
    install(wanted, there)
  }
  if (!isMarked()) writeFileSync(MARK, hashOf(LOCK))
}
