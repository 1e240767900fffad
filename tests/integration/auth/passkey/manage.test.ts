import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { enrolPasskey } from '../../../../lib/auth/passkey/enrol'
import { removePasskey } from '../../../../lib/auth/passkey/remove'
import { renameOwnPasskey } from '../../../../lib/auth/passkey/rename'
import { startEnrolment } from '../../../../lib/auth/passkey/start-enrolment'
import { readPasskeys } from '../../../../lib/auth/read-passkeys'
import { deliverDue } from '../../../../lib/email/send/worker'
import { passkeyName } from '../../../../lib/factor/passkey/name'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { call } from '../../../support/api'
import { sessionOf } from '../../../support/authenticator'
import { eventsOf } from '../../../support/operators'
import { addPasskey, aPasskeyUser, asked, type WithPasskey } from '../../../support/passkeys'
import { type Odds, VirtualAuthenticator } from '../../../support/virtual-authenticator'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, type TestUser } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ isServed: true, env: { RATE_LIMIT_SCALE: '100' } })

const aPerson = () => aVerifiedUser(world, freshEmail())
const ICLOUD = Buffer.from('fbfc3007154e4ecc8c0b6e020557d7bd', 'hex')

async function enrol(person: TestUser, odds: Odds = {}, authenticator = new VirtualAuthenticator()) {
  const session = await sessionOf(world, person.jwt)
  const options = expectOk(await startEnrolment(world.ctx, session))
  const response = authenticator.enrol(options, odds)
  const outcome = await enrolPasskey(world.ctx, { session, response }, aVisitor())
  return outcome.ok ? 'added' : outcome.error.fields?.[0]?.code
}

const listOf = async ({ user }: TestUser) => (await readPasskeys(world.ctx, user.id)).passkeys

async function remove({ jwt, passkeyId: id }: WithPasskey) {
  const session = await sessionOf(world, jwt)
  const outcome = await removePasskey(world.ctx, { session, id }, aVisitor())
  return outcome.ok ? 'removed' : outcome.error.code
}

describe('making a passkey', () => {
  it('asks for one that is found without an address, unlocked by its person, and checked on any Node.js', async () => {
    const person = await aPasskeyUser(world)
    const options = expectOk(await startEnrolment(world.ctx, await sessionOf(world, person.jwt)))
    expect(options.authenticatorSelection).toMatchObject({
      residentKey: 'required',
      userVerification: 'required',
    })
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -257])
    expect(options.excludeCredentials?.map(({ id }) => id)).toEqual([
      person.authenticator.id.toString('base64url'),
    ])
    expect(options.attestation).toBe('none')
    // Opaque, and the same each time: authenticators replace a passkey of the same account.
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(32)
    const again = expectOk(await startEnrolment(world.ctx, await sessionOf(world, person.jwt)))
    expect(again.user.id).toBe(options.user.id)
    expect(again.challenge).not.toBe(options.challenge)
  })

  it('is an event, tells the owner, and counts', async () => {
    const person = await aPasskeyUser(world)
    expect((await sessionOf(world, person.jwt)).factors.passkeys).toBe(1)
    expect(await eventsOf(world, person.user.id)).toContain('passkey_added')
    await deliverDue(world.ctx)
    const subjects = world.ctx.mail.sent.filter(({ to }) => to === person.email).map(({ subject }) => subject)
    expect(subjects).toContain('Une façon de vous connecter a été ajoutée')
  })

  it('names it by its model, by the person, or by browser and system', async () => {
    const person = await aPerson()
    const known = await addPasskey(world, person, { authenticator: new VirtualAuthenticator(ICLOUD) })
    world.ctx.now.advance(SECOND)
    const named = await addPasskey(world, known, { name: 'Mon téléphone' })
    world.ctx.now.advance(SECOND)
    await addPasskey(world, named)
    expect((await listOf(person)).map(({ name }) => name)).toEqual([
      'iCloud Keychain',
      'Mon téléphone',
      'Clé d’accès',
    ])
  })

  it.each<[string, Odds]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['to a challenge that is not ours', { challenge: 'bm90IG91cnM' }],
    ['of another kind', { type: 'webauthn.get' }],
    ['without verification of the person', { isVerified: false }],
    ['made in a frame of another page', { crossOrigin: true }],
  ])('is refused %s', async (_what, odds) => {
    const person = await aPerson()
    expect(await enrol(person, odds)).toBe('response_invalid')
    expect(await listOf(person)).toEqual([])
  })

  it('is refused for a challenge of another session, of a use, after five minutes, and the second time', async () => {
    const [person, other] = [await aPerson(), await aPerson()]
    const session = await sessionOf(world, person.jwt)
    const theirs = expectOk(await startEnrolment(world.ctx, await sessionOf(world, other.jwt)))
    const late = expectOk(await startEnrolment(world.ctx, session))
    const forUse = await asked(world, session.handle)
    const store = (challenge: string) => {
      const response = new VirtualAuthenticator().enrol({ challenge })
      return enrolPasskey(world.ctx, { session, response }, aVisitor())
    }
    const refused = { ok: false, error: { code: 'invalid_input' } }
    expect(await store(theirs.challenge)).toMatchObject(refused)
    expect(await store(forUse.challenge)).toMatchObject(refused)
    world.ctx.now.advance(5 * MINUTE)
    expect(await store(late.challenge)).toMatchObject(refused)
    const good = expectOk(await startEnrolment(world.ctx, session))
    const outcomes = await Promise.all([store(good.challenge), store(good.challenge)])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })

  it('takes one that the browser made without a dialog, for a challenge of that kind alone; it is no factor given', async () => {
    const person = await aPerson()
    const odds = { isVerified: false, isPresent: false }
    expect(await enrol(person, odds)).toBe('response_invalid')
    const session = await sessionOf(world, person.jwt)
    const options = expectOk(await startEnrolment(world.ctx, session, true))
    const response = new VirtualAuthenticator().enrol(options, odds)
    const enrolled = expectOk(await enrolPasskey(world.ctx, { session, response }, aVisitor()))
    const renewed = await sessionOf(world, enrolled.session.jwt)
    expect([renewed.factors.passkeys, renewed.factorAt]).toEqual([1, null])
  })

  it('does not store one passkey twice', async () => {
    const person = await aPerson()
    const authenticator = new VirtualAuthenticator()
    const first = await addPasskey(world, person, { authenticator })
    expect(await enrol(first, {}, authenticator)).toBe('passkey_known')
  })
})

describe('the list', () => {
  it('says which browsers may keep offering, and nobody else’s', async () => {
    const [person, other] = [await aPasskeyUser(world), await aPasskeyUser(world)]
    const response = await call('GET', '/api/account/passkeys', {
      headers: { cookie: `auth-token=${person.jwt}` },
    })
    const body = await response.json()
    expect(body.accepted).toMatchObject({
      rpId: 'auth.huntaze.test',
      allAcceptedCredentialIds: [person.authenticator.id.toString('base64url')],
    })
    expect(JSON.stringify(body)).not.toContain(other.authenticator.id.toString('base64url'))
    expect(Object.keys(body.passkeys[0]).toSorted()).toEqual([
      'backedUp',
      'createdAt',
      'id',
      'lastUsedAt',
      'name',
    ])
  })
})

describe('renaming and removing', () => {
  it('renames one’s own alone', async () => {
    const [person, other] = [await aPasskeyUser(world), await aPasskeyUser(world)]
    const session = await sessionOf(world, person.jwt)
    const given = { session, name: 'Bureau' }
    expectOk(await renameOwnPasskey(world.ctx, { ...given, id: person.passkeyId }, aVisitor()))
    expect((await listOf(person)).map(({ name }) => name)).toEqual(['Bureau'])
    expect(await renameOwnPasskey(world.ctx, { ...given, id: other.passkeyId }, aVisitor())).toMatchObject({
      error: { code: 'not_found' },
    })
  })

  it('removes one’s own alone, and tells the owner', async () => {
    const [person, other] = [await aPasskeyUser(world), await aPasskeyUser(world)]
    expect(await remove({ ...person, passkeyId: other.passkeyId })).toBe('not_found')
    expect(await remove(person)).toBe('removed')
    expect(await listOf(person)).toEqual([])
    expect(await listOf(other)).toHaveLength(1)
    expect((await sessionOf(world, person.jwt)).factors.passkeys).toBe(0)
    await deliverDue(world.ctx)
    const subjects = world.ctx.mail.sent.filter(({ to }) => to === person.email).map(({ subject }) => subject)
    expect(subjects).toContain('Une façon de vous connecter a été retirée')
  })

  it('keeps the last way in, also when two are removed at once', async () => {
    const first = await aPasskeyUser(world)
    const second = await addPasskey(world, first)
    await world.pool.query('update users set password_hash = null where id = $1', [first.user.id])
    const outcomes = await Promise.all([remove({ ...first, jwt: second.jwt }), remove(second)])
    expect(outcomes.toSorted()).toEqual(['last_way_in', 'removed'])
    expect(await listOf(first)).toHaveLength(1)
  })
})

it.each([
  ['', false],
  ['   ', false],
  ['x'.repeat(61), false],
  ['a\u202eb', false],
  [`a${'\n'}b`, false],
  ['Téléphone d’Amélie 📱', true],
  [randomBytes(30).toString('hex'), true],
])('takes the name %j: %s', (name, isTaken) => {
  expect(passkeyName.safeParse(name).success).toBe(isTaken)
})
