import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const SECRET = randomBytes(32).toString('base64url')
const COMPLETE = {
  DATABASE_URL: 'postgres://huntaze:pa$$word@db.example.com/huntaze?sslmode=verify-full',
  APP_URL: 'https://huntaze.example',
  AUTH_SECRET: SECRET,
  EMAIL_TRANSPORT: 'ses',
  AWS_REGION: 'eu-west-3',
}

let project: string
const file = () => path.join(project, '.env.production')

/** `npm run env:production`, with this environment and nothing else. */
function write(environment: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/env-production/write.ts'],
    { cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH, NODE_ENV: 'test', ...environment } },
  )
  return { status, stdout, stderr }
}

/** The values that Next.js reads in production, in a process without these names. */
function readByNext(names: string[]): unknown {
  const read = `import next from '@next/env'
    next.loadEnvConfig('.', false, { info() {}, error() {} })
    console.log(JSON.stringify(${JSON.stringify(names)}.flatMap((name) => name in process.env ? [[name, process.env[name]]] : [])))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', read], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  return Object.fromEntries(JSON.parse(stdout))
}

beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), 'huntaze-env-'))
  for (const name of ['dev', 'lib', 'scripts', 'package.json', 'tsconfig.json'])
    cpSync(path.resolve(name), path.join(project, name), { recursive: true })
  symlinkSync(path.resolve('node_modules'), path.join(project, 'node_modules'))
})

afterEach(() => rmSync(project, { recursive: true }))

// ASVS 13.3.1, 13.3.2
it('writes the configuration and nothing else, for its owner alone, and quotes no value', () => {
  const foreign = { AWS_ACCESS_KEY_ID: 'builder', AWS_SESSION_TOKEN: 'builder', GITHUB_TOKEN: 'secret' }
  writeFileSync(file(), 'LEFT=over', { mode: 0o644 })
  const { status, stdout, stderr } = write({ ...COMPLETE, ...foreign, SMTP_URL: '' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe(
    'env:production: wrote DATABASE_URL, APP_URL, AUTH_SECRET, EMAIL_TRANSPORT, AWS_REGION\n',
  )
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const unwritten = [...Object.keys(foreign), 'LEFT', 'SMTP_URL']
  expect(readByNext([...Object.keys(COMPLETE), ...unwritten])).toEqual(COMPLETE)
})

it('shows nothing to a holder of the earlier file', () => {
  writeFileSync(file(), 'LEFT=over', { mode: 0o644 })
  const reader = openSync(file(), 'r')
  expect(write(COMPLETE).status).toBe(0)
  expect(readFileSync(reader, 'utf8')).toBe('LEFT=over')
  closeSync(reader)
  expect(readdirSync(project).filter((name) => name.startsWith('.env'))).toEqual(['.env.production'])
})

it('lists everything that is missing or wrong, quotes none of it, and writes no file', () => {
  const { status, stdout, stderr } = write({ EMAIL_TRANSPORT: 'ses', APP_URL: 'http://plain.example' })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'AWS_REGION', 'APP_URL']) expect(stderr).toContain(name)
  expect(stderr).not.toContain('plain.example')
  expect(existsSync(file())).toBe(false)
})

it('refuses what a file cannot hold by its name', () => {
  const { status, stderr } = write({ ...COMPLETE, AUTH_SECRET: `${SECRET}\\` })
  expect(status).toBe(1)
  expect(stderr).toContain('AUTH_SECRET cannot be written')
  expect(stderr).not.toContain(SECRET)
  expect(existsSync(file())).toBe(false)
})
