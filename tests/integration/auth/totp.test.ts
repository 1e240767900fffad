import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { confirmCode } from '../../../lib/auth/confirm-code'
import { login } from '../../../lib/auth/login'
import { confirmTotpSetup } from '../../../lib/auth/totp/confirm'
import { makeRecoveryCodes } from '../../../lib/auth/totp/make-recovery-codes'
import { removeTotp } from '../../../lib/auth/totp/remove'
import { startTotpSetup } from '../../../lib/auth/totp/start'
import { transaction } from '../../../lib/db/transaction'
import { deliverDue } from '../../../lib/email/send/worker'
import { tryTotp } from '../../../lib/factor/totp/store'
import { MINUTE } from '../../../lib/kernel/clock'
import { parseEnv } from '../../../lib/kernel/env/env'
import { readSession } from '../../../lib/session/read'
import { call } from '../../support/api'
import { aProtectedUser, codeAt, protect, sessionOf, wrongCode } from '../../support/authenticator'
import { eventsOf } from '../../support/operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ isServed: true, env: { RATE_LIMIT_SCALE: '1' } })

const as = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })

const aPerson = () => aVerifiedUser(world, freshEmail())
const now = () => world.ctx.now()
const subjectsTo = ({ email }: TestUser) =>
  world.ctx.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)

describe('setting an authenticator app up', () => {
  it('changes nothing before a code proved that the app has the secret', async () => {
    const person = await aPerson()
    const session = await sessionOf(world, person.jwt)
    const setup = expectOk(await startTotpSetup(world.ctx, session))
    expect(setup.uri).toContain('otpauth://totp/Huntaze:')
    expect(setup.uri).toContain(`secret=${setup.secret}`)
    expect(setup.qr).toMatch(/^<svg /)
    const entry = expectOk(await login(world.ctx, { email: person.email, password: PASSWORD }, aVisitor()))
    expect(entry.signIn).toBeDefined()
  })

  it('gives another secret when it is begun again, and the first is no good', async () => {
    const person = await aPerson()
    const session = await sessionOf(world, person.jwt)
    const first = expectOk(await startTotpSetup(world.ctx, session))
    const second = expectOk(await startTotpSetup(world.ctx, session))
    expect(second.secret).not.toBe(first.secret)
    const code = codeAt(first.secret, now())
    expect(await confirmTotpSetup(world.ctx, { session, code }, aVisitor())).toMatchObject({
      error: { code: 'invalid_code' },
    })
  })

  it('makes ten recovery codes, renews the session, and tells the owner', async () => {
    const person = await aPerson()
    const guarded = await protect(world, person)
    expect(new Set(guarded.recoveryCodes).size).toBe(10)
    for (const code of guarded.recoveryCodes)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    expect(await readSession(world.ctx, person.jwt)).toBeNull()
    expect((await sessionOf(world, guarded.jwt)).factors.totp).toBe(true)
    await deliverDue(world.ctx)
    expect(subjectsTo(person)).toContain('Une façon de vous connecter a été ajoutée')
    expect(await eventsOf(world, person.user.id)).toContain('totp_added')
  })

  it('is refused while an app is on', async () => {
    const person = await aProtectedUser(world)
    const session = await sessionOf(world, person.jwt)
    expect(await startTotpSetup(world.ctx, session)).toMatchObject({ error: { code: 'factor_on' } })
    const code = codeAt(person.secret, now())
    expect(await confirmTotpSetup(world.ctx, { session, code }, aVisitor())).toMatchObject({
      error: { code: 'factor_on' },
    })
  })

  it('takes five of twenty codes at once', async () => {
    const person = await aPerson()
    const session = await sessionOf(world, person.jwt)
    const { secret } = expectOk(await startTotpSetup(world.ctx, session))
    const given = { session, code: wrongCode(secret, now()) }
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => confirmTotpSetup(world.ctx, given, aVisitor())),
    )
    const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code))
    expect(codes.filter((code) => code === 'invalid_code')).toHaveLength(5)
  })

  it('keeps neither secret nor codes in the clear', async () => {
    const { user, secret, recoveryCodes } = await aProtectedUser(world)
    const { rows } = await world.pool.query(
      `select (select t::text from totp_secrets t where user_id = $1) as app,
        (select string_agg(r::text, ' ') from recovery_codes r where user_id = $1) as codes`,
      [user.id],
    )
    const text = JSON.stringify(rows) + world.logged.join('')
    for (const hidden of [secret, Buffer.from(secret).toString('hex'), ...recoveryCodes]) {
      expect(text).not.toContain(hidden)
      expect(text).not.toContain(hidden.replace('-', ''))
    }
  })

  it('outlives a change of AUTH_SECRET, once the app was used', async () => {
    const person = await aProtectedUser(world)
    const [old = ''] = world.ctx.env.authSecrets
    const newer = randomBytes(32).toString('base64url')
    const using = (...authSecrets: string[]) => ({
      ...world,
      ctx: { ...world.ctx, env: { ...world.ctx.env, authSecrets } },
    })
    const give = async ({ ctx }: ReturnType<typeof using>) => {
      world.ctx.now.advance(MINUTE)
      const code = codeAt(person.secret, now())
      return transaction(ctx, (t) => tryTotp(t, person.user.id, code))
    }
    expect(await give(using(newer, old))).toBe(true)
    expect(await give(using(newer))).toBe(true)
    // Control: sealed under the newer one, it does not open with the old one alone.
    expect(await give(using(old))).toBe(false)
    expect(world.logged.join('')).toContain('"totp_unreadable"')
  })
})

describe('a fresh proof with an app on', () => {
  const confirm = (jwt: string, json: object) => call('POST', '/api/auth/confirm', { json, ...as(jwt) })

  it('is no password alone, and is a code', async () => {
    const person = await aProtectedUser(world)
    const refused = await confirm(person.jwt, { password: PASSWORD })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'proof_needed', errors: [{ field: 'code' }] })
    const wrong = await confirm(person.jwt, { method: 'totp', code: wrongCode(person.secret, now()) })
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ code: 'invalid_code' })
    const right = await confirm(person.jwt, { method: 'totp', code: codeAt(person.secret, now()) })
    expect(right.status).toBe(200)
    expect(await readSession(world.ctx, person.jwt)).toBeNull()
  })

  it('takes five of twenty codes at once', async () => {
    const person = await aProtectedUser(world)
    const session = await sessionOf(world, person.jwt)
    const given = { session, method: 'totp', code: wrongCode(person.secret, now()) } as const
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => confirmCode(world.ctx, given, aVisitor())),
    )
    const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code))
    expect(codes.filter((code) => code === 'wrong_code')).toHaveLength(5)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(15)
  })

  it('comes with the act itself, by code or recovery code', async () => {
    const person = await aProtectedUser(world)
    world.ctx.now.advance(11 * MINUTE)
    const ask = (jwt: string, json: object) =>
      call('POST', '/api/account/recovery-codes', { json, ...as(jwt) })
    const bare = await ask(person.jwt, { password: PASSWORD })
    expect(bare.status).toBe(403)
    expect(await bare.json()).toMatchObject({ errors: [{ field: 'factorCode', code: 'factor_confirm' }] })
    const made = await ask(person.jwt, { factorCode: person.recoveryCodes[0] })
    expect(made.status).toBe(200)
    const { recoveryCodes } = await made.json()
    expect(recoveryCodes).toHaveLength(10)
    expect(recoveryCodes).not.toContain(person.recoveryCodes[1])
  })
})

describe('turning the app off', () => {
  // ASVS 6.5.6
  it('voids its codes, asks no second step any more, and tells the owner', async () => {
    const person = await aProtectedUser(world)
    expectOk(await removeTotp(world.ctx, await sessionOf(world, person.jwt), aVisitor()))
    const { rows } = await world.pool.query('select 1 from recovery_codes where user_id = $1', [
      person.user.id,
    ])
    expect(rows).toEqual([])
    const entry = expectOk(await login(world.ctx, { email: person.email, password: PASSWORD }, aVisitor()))
    expect(entry.signIn).toBeDefined()
    await deliverDue(world.ctx)
    expect(subjectsTo(person)).toContain('Une façon de vous connecter a été retirée')
    const session = await sessionOf(world, person.jwt)
    expect(await removeTotp(world.ctx, session, aVisitor())).toMatchObject({ error: { code: 'factor_off' } })
    expect(await makeRecoveryCodes(world.ctx, session, aVisitor())).toMatchObject({
      error: { code: 'factor_off' },
    })
  })
})

it('takes OPERATOR_SECOND_FACTOR from the kind of run, unless it is said', () => {
  const read = (more: Record<string, string>) =>
    parseEnv({
      DATABASE_URL: 'postgres://localhost/huntaze',
      APP_URL: 'http://localhost:3000',
      AUTH_SECRET: randomBytes(32).toString('base64url'),
      EMAIL_TRANSPORT: 'mailbox',
      ...more,
    }).operatorsNeedFactor
  expect(read({ NODE_ENV: 'production' })).toBe(true)
  expect(read({ NODE_ENV: 'development' })).toBe(false)
  expect(read({ NODE_ENV: 'production', OPERATOR_SECOND_FACTOR: 'optional' })).toBe(false)
  expect(read({ NODE_ENV: 'development', OPERATOR_SECOND_FACTOR: 'required' })).toBe(true)
})
