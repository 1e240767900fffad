import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readServer } from '../../../dev/postgres/pid-file'
import { type TestDatabase, testDatabase } from '../../support/database'
import { bundleScript, runNode, runScript } from '../../support/scripts'
import { queryOnce as query } from '../../support/with-client'

const PROJECT = path.resolve('.')

beforeAll(async () => {
  for (const name of ['db-init-safe', 'cleanup', 'operator']) await bundleScript(name)
})

/** The programs of `npm run db:init:safe`, `npm run cleanup` and the like, in another folder. */
const scriptIn = (root: string, name: string, env: Record<string, string>, parameters: string[] = []) =>
  runNode(['--import', 'tsx', `scripts/${name}.ts`, ...parameters], env, root)

let database: TestDatabase

describe('db:init:safe', () => {
  afterEach(() => database.drop())

  it('makes the database and its tables, then finds nothing to do', async () => {
    database = await testDatabase('missing')
    const first = await runScript('db-init-safe', { DATABASE_URL: database.url })
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^db:init:safe: created the database\ndb:init:safe: applied 0000_/)
    expect(first.out).toMatch(/tables: .*, users, .*\n$/)
    const second = await runScript('db-init-safe', { DATABASE_URL: database.url })
    expect(second.code).toBe(0)
    expect(second.out).toMatch(/^db:init:safe: nothing to do/)
  })

  it('says in one line what is wrong with the configuration, or with its rights', async () => {
    database = await testDatabase('empty')
    const name = new URL(database.url).pathname.slice(1)
    const role = `role_${randomBytes(4).toString('hex')}`
    await query(database.url, `create role ${role} login password 'open-sesame'`)
    const url = new URL(database.url)
    Object.assign(url, { username: role, password: 'open-sesame' })
    const refused = await runScript('db-init-safe', { DATABASE_URL: url.href })
    await query(database.url, `drop role ${role}`)
    expect(refused).toEqual({
      code: 1,
      out: '',
      err: `db:init:safe: The role ${role} may not make its tables in the database ${name}. As its owner: grant create on database "${name}" to "${role}"; grant usage, create on schema "public" to "${role}"\n`,
    })
    const hosts = await runScript('db-init-safe', {
      DATABASE_URL: 'postgres://one,two/x',
      DATABASE_SCHEMA: 'A',
    })
    expect(hosts.err).toMatch(
      /^db:init:safe: DATABASE_URL names several hosts.*; DATABASE_SCHEMA must be .*\n$/,
    )
  })

  it("leaves somebody else's database alone", async () => {
    database = await testDatabase('empty')
    await query(database.url, 'create table users (login text)')
    const { code, out, err } = await runScript('db-init-safe', { DATABASE_URL: database.url })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^db:init:safe: This database already has users, .* Nothing was changed.*\n$/)
    expect(await query(database.url, `select from pg_tables where schemaname = 'public'`)).toHaveLength(1)
  })
})

describe('without a database', () => {
  it('production says what is missing', async () => {
    for (const name of ['db-init-safe', 'cleanup']) {
      const { code, err } = await runScript(name, { NODE_ENV: 'production', DATABASE_URL: '' })
      expect({ code, err: /DATABASE_URL is missing/.test(err) }).toEqual({ code: 1, err: true })
    }
  })

  it('one line says that it cannot be used, and keeps the password', async () => {
    const url = new URL(process.env.TEST_DATABASE_URL ?? '')
    Object.assign(url, { username: 'someone', password: 'open-sesame' })
    const { code, out, err } = await runScript('db-init-safe', { DATABASE_URL: url.href })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^db:init:safe: The database \S+ at \S+ refused the connection \(28000\): .*\n$/)
    expect(err).not.toContain('open-sesame')
  })
})

describe('cleanup', () => {
  afterEach(() => database.drop())

  it('deletes what is past its age, and says how much', async () => {
    database = await testDatabase()
    await query(
      database.url,
      `insert into rate_limits (key, hits, expires_at)
       values ('old', 1, now() - interval '1 year'), ('new', 1, now() + interval '1 hour')`,
    )
    const { code, out, err } = await runScript('cleanup', { DATABASE_URL: database.url })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('cleanup: rate_limits: 1 rows deleted\n')
    expect(out).toContain('cleanup: sessions: 0 rows deleted\n')
    expect(await query(database.url, `select convert_from(key, 'UTF8') as key from rate_limits`)).toEqual([
      { key: 'new' },
    ])
  })

  it('fails on a database without tables', async () => {
    database = await testDatabase('empty')
    const { code, err } = await runScript('cleanup', { DATABASE_URL: database.url })
    expect({ code, err }).toEqual({
      code: 1,
      err: 'cleanup: failed (42P01): check DATABASE_SCHEMA, then apply the migrations: npm run db:init:safe\n',
    })
  })
})

describe('operator', () => {
  afterEach(() => database.drop())

  const operator = (...parameters: string[]) =>
    runScript('operator', { DATABASE_URL: database.url }, parameters)

  it('grants and revokes the role, and says why where it does not', { timeout: 90_000 }, async () => {
    database = await testDatabase()
    await query(
      database.url,
      `insert into users (name, email, password_hash, email_verified)
       values ('One', 'one@example.com', 'x', true), ('Two', 'two@example.com', 'x', true), ('New', 'new@example.com', 'x', false),
              ('Off', 'off@example.com', 'x', true)`,
    )
    await query(database.url, `update users set disabled_at = now() where email = 'off@example.com'`)
    const steps: [string[], number, RegExp][] = [
      [['grant', ' One@EXAMPLE.com '], 0, /^operator:grant: one@example.com is an operator now/],
      [['grant', 'one@example.com'], 0, /^operator:grant: one@example.com is an operator already/],
      [['revoke', 'one@example.com'], 1, /^operator:revoke: one@example.com is the last operator/],
      [['grant', 'new@example.com'], 1, /^operator:grant: new@example.com is not verified/],
      [['grant', 'nobody@example.com'], 1, /^operator:grant: nobody@example.com has no account/],
      [['revoke', 'two@example.com'], 0, /^operator:revoke: two@example.com is no operator/],
      [['grant', 'two@example.com'], 0, /is an operator now/],
      [['revoke', 'one@example.com'], 0, /is no operator any more/],
      [['grant', 'off@example.com'], 0, /off@example.com was disabled: it is enabled, and an operator now/],
      [['revoke', 'off@example.com'], 0, /is no operator any more/],
      [['grant'], 1, /^operator:grant: give one e-mail address/],
      [['grant', 'one@example.com', 'two@example.com'], 1, /give one e-mail address/],
    ]
    for (const [parameters, code, text] of steps) {
      const outcome = await operator(...parameters)
      expect([parameters, outcome.code]).toEqual([parameters, code])
      expect(code === 0 ? outcome.out : outcome.err).toMatch(text)
      expect(code === 0 ? outcome.err : outcome.out).toBe('')
    }
    const roles = await query(database.url, `select email from users where role = 'operator'`)
    expect(roles).toEqual([{ email: 'two@example.com' }])
    const recorded = await query(database.url, 'select type, actor_id from events order by id')
    expect(recorded.map(({ type }) => type)).toEqual([
      'operator_granted',
      'operator_granted',
      'operator_revoked',
      'account_enabled',
      'operator_granted',
      'operator_revoked',
    ])
  })

  it('takes the role from a rogue who disabled the rest, and gives the rest back', {
    timeout: 60_000,
  }, async () => {
    database = await testDatabase()
    await query(
      database.url,
      `insert into users (name, email, password_hash, email_verified, role, disabled_at)
       values ('Rogue', 'rogue@example.com', 'x', true, 'operator', null),
              ('Rest', 'rest@example.com', 'x', true, 'operator', now())`,
    )
    expect((await operator('revoke', 'rogue@example.com')).out).toMatch(
      /is no operator any more.*The other operators are disabled: operator:grant enables one/,
    )
    expect((await operator('grant', 'rest@example.com')).out).toMatch(/was disabled: it is enabled now/)
    expect(await query(database.url, 'select role, disabled_at from users order by id')).toEqual([
      { role: 'member', disabled_at: null },
      { role: 'operator', disabled_at: null },
    ])
  })

  it('fails in one line on a database without tables', async () => {
    database = await testDatabase('empty')
    expect(await operator('grant', 'one@example.com')).toEqual({
      code: 1,
      out: '',
      err: 'operator:grant: failed (42P01): check DATABASE_SCHEMA, then apply the migrations: npm run db:init:safe\n',
    })
  })
})

describe('a fresh clone', () => {
  let clone: string
  const inClone = (name: string) => path.join(clone, name)

  beforeEach(() => {
    clone = mkdtempSync(path.join(os.tmpdir(), 'huntaze-clone-'))
    chmodSync(clone, 0o755)
    for (const name of ['dev', 'lib', 'scripts', 'drizzle', 'package.json', 'tsconfig.json'])
      cpSync(path.join(PROJECT, name), inClone(name), { recursive: true })
    symlinkSync(path.join(PROJECT, 'node_modules'), inClone('node_modules'))
  })

  afterEach(() => {
    const server = readServer(inClone('.data/pg'))
    if (server) process.kill(server.pid, 'SIGQUIT')
    rmSync(clone, { recursive: true })
  })

  it('serves itself, to two scripts at once', async () => {
    const env = { TMPDIR: clone }
    const both = await Promise.all([
      scriptIn(clone, 'db-init-safe', env),
      scriptIn(clone, 'db-init-safe', env),
    ])
    for (const outcome of both) expect(outcome).toMatchObject({ code: 0, err: '' })
    const applied = both.filter(({ out }) => out.includes('applied 0000_'))
    expect(applied).toHaveLength(1)
    expect(both[0]?.out).toContain('using the embedded database in .data/')

    expect(await scriptIn(clone, 'cleanup', env)).toMatchObject({ code: 0, err: '' })
    expect(readServer(inClone('.data/pg'))).toBeUndefined()
  })

  it('says which database it is that knows no operator, and what it lacks', async () => {
    const env = { TMPDIR: clone }
    const grant = () => scriptIn(clone, 'operator', env, ['grant', 'one@example.com'])
    const first = 'operator:grant: no DATABASE_URL, so the embedded database in .data/\n'
    expect(await grant()).toEqual({
      code: 1,
      out: first,
      err: 'operator:grant: failed (42P01): check DATABASE_SCHEMA, then apply the migrations: npm run db:init:safe\n',
    })
    await scriptIn(clone, 'db-init-safe', env)
    const unknown = 'operator:grant: one@example.com has no account.\n'
    expect(await grant()).toEqual({ code: 1, out: first, err: unknown })
  })

  // ASVS 11.6.1, 13.3.2
  it('keeps one secret, to itself', async () => {
    const env = { TMPDIR: clone }
    await scriptIn(clone, 'cleanup', env)
    const secret = readFileSync(inClone('.data/auth-secret'), 'utf8')
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    await scriptIn(clone, 'cleanup', env)
    expect(readFileSync(inClone('.data/auth-secret'), 'utf8')).toBe(secret)

    const modeOf = (name: string) => statSync(inClone(name)).mode & 0o777
    expect(modeOf('.data/auth-secret')).toBe(0o600)
    expect(modeOf('.data')).toBe(process.getuid?.() === 0 ? 0o711 : 0o700)
    expect(modeOf('.data/pg')).toBe(0o700)
  })
})
