import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** Stands in for npm: notes its words, and leaves what npm leaves, unless it is told to break off half-way. */
const NPM = `
  import { appendFileSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
  const words = process.argv.slice(2)
  appendFileSync('asked', words.join(' ') + '\\n')
  if (words[0] === 'ci') rmSync('node_modules', { recursive: true, force: true })
  mkdirSync('node_modules', { recursive: true })
  if (!words.includes('--workspaces=false')) mkdirSync('node_modules/huntaze-auth-tests', { recursive: true })
  if (existsSync('break-off')) process.exit(1)
  copyFileSync('installed.json', 'node_modules/.package-lock.json')
`
const APP = { 'node_modules/pg': { version: '8.0.0' } }
const TESTS = {
  'node_modules/vitest': { version: '4.0.0' },
  'node_modules/huntaze-auth-tests': { resolved: 'tests', link: true },
  tests: { version: '0.0.0' },
}

let folder: string

const write = (name: string, value: unknown) => writeFileSync(path.join(folder, name), JSON.stringify(value))

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-install-'))
  mkdirSync(path.join(folder, 'scripts'))
  for (const name of ['install.mjs', 'versions.mjs'])
    cpSync(`scripts/${name}`, path.join(folder, 'scripts', name))
  cpSync('package.json', path.join(folder, 'package.json'))
  write('package-lock.json', { packages: { '': {}, ...APP, ...TESTS } })
  write('installed.json', { packages: { ...APP, ...TESTS } })
  writeFileSync(path.join(folder, 'npm.js'), NPM)
})

afterEach(() => rmSync(folder, { recursive: true }))

/** @returns the exit code, and the words npm was asked with */
function installFor(needed: 'app' | 'all') {
  rmSync(path.join(folder, 'asked'), { force: true })
  const code = `import { installMissing } from './scripts/install.mjs'; installMissing('${needed}')`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    env: { ...process.env, npm_execpath: path.join(folder, 'npm.js'), HOME: folder },
  })
  const asked = path.join(folder, 'asked')
  return [status, existsSync(asked) ? readFileSync(asked, 'utf8').trim() : 'nothing']
}

describe('the missing packages', () => {
  it('are for `npm run dev` those of the app; tests add theirs, and take nothing away', () => {
    expect(installFor('app')).toEqual([0, 'ci --workspaces=false --include=dev'])
    expect(installFor('app')).toEqual([0, 'nothing'])
    expect(installFor('all')).toEqual([0, 'install --no-save --include=dev'])
    expect([installFor('all'), installFor('app')]).toEqual([
      [0, 'nothing'],
      [0, 'nothing'],
    ])
  })

  it('are for the tests of a fresh clone all of them, at once', () => {
    expect(installFor('all')).toEqual([0, 'ci --include=dev'])
    expect(installFor('app')).toEqual([0, 'nothing'])
  })

  it('are none after `npm ci` by hand', () => {
    spawnSync(process.execPath, ['npm.js', 'ci'], { cwd: folder })
    expect([installFor('app'), installFor('all')]).toEqual([
      [0, 'nothing'],
      [0, 'nothing'],
    ])
  })

  it('are all of a new lock file, with those of the tests where they were', () => {
    installFor('all')
    const moved = { ...APP, 'node_modules/pg': { version: '9.0.0' } }
    write('package-lock.json', { packages: { '': {}, ...moved, ...TESTS } })
    expect(installFor('app')).toEqual([0, 'ci --include=dev'])
  })

  it('are installed anew after an installation that broke off', () => {
    installFor('app')
    writeFileSync(path.join(folder, 'break-off'), '')
    write('package-lock.json', {
      packages: { '': {}, ...APP, ...TESTS, 'node_modules/new': { version: '1.0.0' } },
    })
    expect(installFor('all')).toEqual([1, 'ci --include=dev'])
    rmSync(path.join(folder, 'break-off'))
    expect(installFor('all')).toEqual([0, 'ci --include=dev'])
  })

  it('are installed anew after the addition for the tests broke off', () => {
    write('installed.json', { packages: APP })
    installFor('app')
    writeFileSync(path.join(folder, 'break-off'), '')
    expect(installFor('all')).toEqual([1, 'install --no-save --include=dev'])
    rmSync(path.join(folder, 'break-off'))
    expect(installFor('all')).toEqual([0, 'ci --include=dev'])
  })
})
