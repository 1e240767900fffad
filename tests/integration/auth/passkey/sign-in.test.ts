import { describe, expect, it } from 'vitest'
import { confirmByPasskey } from '../../../../lib/auth/passkey/confirm'
import { signInByPasskey } from '../../../../lib/auth/passkey/sign-in'
import { startEnrolment } from '../../../../lib/auth/passkey/start-enrolment'
import type { PasskeyResponse } from '../../../../lib/factor/passkey/response'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { LIMITS } from '../../../../lib/limit/table'
import { readSession } from '../../../../lib/session/read'
import { protect, sessionOf } from '../../../support/authenticator'
import { login } from '../../../support/entries'
import { addPasskey, aPasskeyUser, asked, type WithPasskey } from '../../../support/passkeys'
import { type Odds, VirtualAuthenticator } from '../../../support/virtual-authenticator'
import { aVisitor, expectOk } from '../../../support/world'
import { aWorld, sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

type More = { session?: string | null }

async function bring(response: PasskeyResponse, more: More = {}) {
  const outcome = await signInByPasskey(
    world.ctx,
    { response, session: null, deviceMark: null, ...more },
    aVisitor(),
  )
  return outcome.ok ? 'in' : outcome.error.code
}

const use = async ({ authenticator }: WithPasskey, odds: Odds = {}) =>
  authenticator.use(await asked(world), odds)

describe('a passkey', () => {
  it('signs in without an address or a password, as both steps at once', async () => {
    const guarded = await protect(world, await aPasskeyUser(world))
    const person = { ...(await aPasskeyUser(world)) }
    expect(guarded.secret).toBeTruthy()
    const response = await use(person)
    const given = { response, session: null, deviceMark: null }
    const { session, user } = expectOk(await signInByPasskey(world.ctx, given, aVisitor()))
    expect(user.id).toBe(person.user.id)
    expect((await sessionOf(world, session.jwt)).factorAt).toEqual(world.ctx.now())
  })

  it('signs in where an app is on, and asks for nothing more', async () => {
    const person = await aPasskeyUser(world)
    await protect(world, person)
    expect(await bring(await use(person))).toBe('in')
  })

  it('is locked by nobody: failed passwords do not count against it', async () => {
    const limited = await aWorld()
    const person = await aPasskeyUser(limited)
    for (let time = 0; time <= LIMITS.loginByAccount.hits; time += 1) {
      const network = `192.0.2.${time % 250}`
      await login(
        limited.ctx,
        { email: person.email, password: 'a guess of a stranger' },
        aVisitor({ network }),
      )
    }
    const given = {
      response: person.authenticator.use(await asked(limited)),
      session: null,
      deviceMark: null,
    }
    expect((await signInByPasskey(limited.ctx, given, aVisitor())).ok).toBe(true)
  })
})

describe('a response is refused', () => {
  // ASVS 6.7.2
  it('the second time', async () => {
    const response = await use(await aPasskeyUser(world))
    expect(await bring(response)).toBe('in')
    expect(await bring(response)).toBe('invalid_passkey')
  })

  it('nineteen of twenty times at once', async () => {
    const person = await aPasskeyUser(world)
    const response = await use(person)
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => bring(response)))
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1)
    const { rows } = await world.pool.query(
      `select count(*)::int as opened from sessions where user_id = $1 and factor_at is not null`,
      [person.user.id],
    )
    // The one that made the passkey, and one more.
    expect(rows).toEqual([{ opened: 2 }])
  })

  it.each<[string, Odds]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of our origin over http', { origin: 'http://auth.huntaze.test' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['to a challenge that is not ours', { challenge: 'bm90IG91cnM' }],
    ['of another kind', { type: 'webauthn.create' }],
    ['without verification of the person', { isVerified: false }],
    ['made in a frame of another page', { crossOrigin: true }],
    ['that names another account', { userHandle: 'c29tZWJvZHkgZWxzZQ' }],
  ])('%s', async (_what, odds) => {
    expect(await bring(await use(await aPasskeyUser(world), odds))).toBe('invalid_passkey')
  })

  it('with another signature', async () => {
    const person = await aPasskeyUser(world)
    const response = await use(person)
    const signature = new VirtualAuthenticator().use(await asked(world)).response.signature
    expect(await bring({ ...response, response: { ...response.response, signature } })).toBe(
      'invalid_passkey',
    )
  })

  it('under the name of another passkey', async () => {
    const [person, other] = [await aPasskeyUser(world), await aPasskeyUser(world)]
    const response = await use(person)
    const id = other.authenticator.id.toString('base64url')
    expect(await bring({ ...response, id, rawId: id })).toBe('invalid_passkey')
  })

  it('of a passkey that is not here, and the page is told so', async () => {
    const response = new VirtualAuthenticator().use(await asked(world))
    const given = { response, session: null, deviceMark: null }
    expect(await signInByPasskey(world.ctx, given, aVisitor())).toMatchObject({
      error: { code: 'invalid_passkey', fields: [{ code: 'passkey_unknown' }] },
    })
  })

  it('after five minutes', async () => {
    const person = await aPasskeyUser(world)
    const early = await use(person)
    world.ctx.now.advance(5 * MINUTE - SECOND)
    expect(await bring(early)).toBe('in')
    const late = await use(person)
    world.ctx.now.advance(5 * MINUTE)
    expect(await bring(late)).toBe('invalid_passkey')
  })

  it('to a challenge that was handed out to make a passkey', async () => {
    const person = await aPasskeyUser(world)
    const session = await sessionOf(world, person.jwt)
    const options = expectOk(await startEnrolment(world.ctx, session))
    expect(await bring(person.authenticator.use(options), { session: session.handle })).toBe(
      'invalid_passkey',
    )
  })

  it('in another browser than the session that asked', async () => {
    const person = await aPasskeyUser(world)
    const { handle } = await sessionOf(world, person.jwt)
    expect(await bring(person.authenticator.use(await asked(world, handle)))).toBe('invalid_passkey')
    expect(await bring(person.authenticator.use(await asked(world, handle)), { session: handle })).toBe('in')
  })

  it('of a disabled account', async () => {
    const person = await aPasskeyUser(world)
    await world.pool.query('update users set disabled_at = now() where id = $1', [person.user.id])
    expect(await bring(await use(person))).toBe('account_disabled')
  })

  it('with a counter that falls, unless the passkey is copied between devices', async () => {
    const person = await aPasskeyUser(world)
    expect(await bring(await use(person, { counter: 7 }))).toBe('in')
    expect(await bring(await use(person, { counter: 6 }))).toBe('invalid_passkey')
    expect(await bring(await use(person, { counter: 7 }))).toBe('in')
    expect(await bring(await use(person, { counter: 8 }))).toBe('in')
    const synced = await aPasskeyUser(world, { isBackedUp: true })
    expect(await bring(await use(synced, { counter: 9, isBackedUp: true }))).toBe('in')
    expect(await bring(await use(synced, { counter: 0, isBackedUp: true }))).toBe('in')
  })
})

describe('a fresh proof by passkey', () => {
  const confirm = async (person: WithPasskey, response: PasskeyResponse) => {
    const session = await sessionOf(world, person.jwt)
    return confirmByPasskey(world.ctx, { session, response }, aVisitor())
  }

  it('renews the session, and the old JWT is refused', async () => {
    const person = await aPasskeyUser(world)
    const { handle } = await sessionOf(world, person.jwt)
    const renewed = expectOk(await confirm(person, person.authenticator.use(await asked(world, handle))))
    expect(await readSession(world.ctx, person.jwt)).toBeNull()
    expect(await readSession(world.ctx, renewed.jwt)).not.toBeNull()
  })

  it('is none by a challenge of nobody’s session, or by another account’s passkey', async () => {
    const [person, other] = [await aPasskeyUser(world), await aPasskeyUser(world)]
    const refused = { error: { code: 'invalid_passkey' } }
    expect(await confirm(person, person.authenticator.use(await asked(world)))).toMatchObject(refused)
    const { handle } = await sessionOf(world, person.jwt)
    expect(await confirm(person, other.authenticator.use(await asked(world, handle)))).toMatchObject(refused)
  })
})

it('two passkeys of one account each sign in', async () => {
  const first = await aPasskeyUser(world)
  const second = await addPasskey(world, first)
  expect(await bring(await use(first))).toBe('in')
  expect(await bring(await use(second))).toBe('in')
})
