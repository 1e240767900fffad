import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/database'
import { FOREIGN_HASHES } from '../../support/foreign-hashes'
import { ndjson, type PersonLine } from '../../support/people'
import { bundleScript, runScript } from '../../support/scripts'
import { queryOnce as query } from '../../support/with-client'

const folder = mkdtempSync(path.join(os.tmpdir(), 'huntaze-people-'))
const FILE = path.join(folder, 'people.ndjson')
const PROGRAM = path.resolve('.cache/script-people-users.mjs')

let database: TestDatabase

beforeAll(() => bundleScript('people/users'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

const users = (...parameters: string[]) =>
  runScript('people/users', { DATABASE_URL: database.url }, parameters)

const count = async (): Promise<number> =>
  Number((await query<{ n: string }>(database.url, 'select count(*) as n from users'))[0]?.n)

const write = (lines: PersonLine[]): void => writeFileSync(FILE, ndjson(lines))

const ADA = { email: 'ada@example.com', name: 'Ada' }
const passwordHash = FOREIGN_HASHES['bcrypt 2y of libxcrypt']

/** Starts the program on a pipe. */
const start = (parameters: string[]) =>
  spawn(process.execPath, [PROGRAM, ...parameters], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', DATABASE_URL: database.url },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

describe('users:import', () => {
  it('lists refusals on standard output, says how far it is on the other, and exits with 1', async () => {
    write([{ ...ADA, passwordHash }, 'rubbish', { ...ADA, email: 'bob@example.com', role: 'operator' }, ADA])
    expect(await users('import', FILE)).toEqual({
      code: 1,
      out: '{"line":2,"reason":"not_json"}\n{"line":3,"reason":"unknown_field"}\n{"line":4,"reason":"exists"}\n',
      err: 'users:import: 1 imported, 1 here already, 2 refused\n',
    })
    expect(await count()).toBe(1)
  })

  it('exits with 0 where people are here already, and nothing is refused', async () => {
    write([ADA])
    await users('import', FILE)
    expect(await users('import', FILE)).toEqual({
      code: 0,
      out: '{"line":1,"reason":"exists"}\n',
      err: 'users:import: 0 imported, 1 here already, 0 refused\n',
    })
  })

  it('changes nothing as a dry run', async () => {
    write([ADA, 'rubbish'])
    expect(await users('import', FILE, '--dry-run')).toEqual({
      code: 1,
      out: '{"line":2,"reason":"not_json"}\n',
      err: 'users:import: nothing was changed; it would be: 1 imported, 0 here already, 1 refused\n',
    })
    expect(await count()).toBe(0)
  })

  it.each([
    [['import']],
    [['import', FILE, FILE]],
    [['import', FILE, '--dryrun']],
    [['import', path.join(folder, 'missing.ndjson')]],
    [['import', folder]],
    [['export', FILE]],
    [['export', '--dry-run']],
    [['both', FILE]],
    [[]],
  ])('says in one line that it does not understand %j, and changes nothing', async (parameters) => {
    write([ADA])
    const { code, out, err } = await users(...parameters)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^users(:\w+)?: [^\n]+\n$/)
    expect(await count()).toBe(0)
  })

  it('killed at any moment and run again, ends with each person once, whole', async () => {
    const people = Array.from({ length: 20_000 }, (_, n) => ({
      ...ADA,
      email: `p${n}@example.com`,
      passwordHash,
    }))
    write(people)
    for (const share of [0.1, 0.4, 0.7]) {
      const child = start(['import', FILE])
      child.stdout.resume()
      await expect.poll(count, { interval: 5 }).toBeGreaterThan(people.length * share)
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    expect(await count()).toBeLessThan(people.length)
    const { code, out, err } = await users('import', FILE)
    expect(code).toBe(0)
    expect(out.split('\n').length - 1).toBeGreaterThan(people.length * 0.7)
    expect(err).toMatch(/users:import: [\d,]+ imported, [\d,]+ here already, 0 refused\n$/)
    expect(
      await query(
        database.url,
        `select count(*)::int as people, count(distinct email)::int as addresses,
      count(*) filter (where password_hash = 'imported:${passwordHash}' and subject is not null)::int as whole,
      (select count(distinct user_id)::int from events where type = 'imported') as recorded,
      (select sum(amount)::int from tally_marks where kind = 'users') as counted from users`,
      ),
    ).toEqual([{ people: 20_000, addresses: 20_000, whole: 20_000, recorded: 20_000, counted: 20_000 }])
  })

  it('takes people from a pipe as they come, and says every two seconds how far it is', async () => {
    const child = start(['import', '-'])
    child.stdout.resume()
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    let sent = 0
    const send = setInterval(() => {
      child.stdin.write(
        ndjson(Array.from({ length: 500 }, () => ({ ...ADA, email: `p${sent++}@example.com` }))),
      )
    }, 100)
    await expect
      .poll(() => said, { timeout: 20_000 })
      .toMatch(/^users:import: [\d,]+ imported, 0 here already, 0 refused\n/)
    clearInterval(send)
    child.stdin.end()
    await once(child, 'close')
    expect(await count()).toBe(sent)
  })

  it('stops where nobody reads its refusals any more', async () => {
    const child = start(['import', '-'])
    child.stdout.destroy()
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(ndjson(Array.from({ length: 5_000 }, () => 'rubbish')))
    const [code] = await once(child, 'close')
    expect({ code, said }).toEqual({
      code: 1,
      said: 'users:import: nobody reads standard output any more, so nothing goes on\n',
    })
  })
})

describe('users:export', () => {
  it('writes lines that an import takes, as npm writes them too', async () => {
    write([
      { ...ADA, passwordHash },
      { ...ADA, email: 'bob@example.com' },
    ])
    await users('import', FILE)
    const { code, out, err } = await users('export')
    expect({ code, err }).toEqual({ code: 0, err: 'users:export: 2 written\n' })
    const banner = '\n> huntaze-auth@0.2.0 users:export\n> tsx scripts/people/users.ts export\n\n'
    writeFileSync(FILE, banner + out)
    await query(database.url, 'delete from users')
    expect(await users('import', FILE)).toMatchObject({ code: 0, out: '' })
    const again = await users('export')
    expect(again.out).toBe(out)
    expect(readFileSync(FILE, 'utf8')).toContain(again.out)
  })

  it('waits for a slow reader in little memory', async () => {
    const people = Array.from({ length: 20_000 }, (_, n) => ({
      ...ADA,
      email: `p${n}@example.com`,
      passwordHash,
    }))
    write(people)
    await users('import', FILE)
    const child = start(['export'])
    child.stderr.resume()
    const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1])
    await once(child.stdout, 'readable')
    const before = memory()
    // Nothing is read meanwhile, until the export waits for it; the whole would be 4 MB.
    const waiting = `select from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction' and state_change < now() - interval '300 ms'`
    await expect.poll(() => query(database.url, waiting), { timeout: 20_000 }).toHaveLength(1)
    expect(memory() - before).toBeLessThan(30_000)
    let lines = 0
    for await (const piece of child.stdout) lines += String(piece).split('\n').length - 1
    expect(lines).toBe(people.length)
  })
})
