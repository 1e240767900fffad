import { beforeEach, describe, expect, it } from 'vitest'
import { API_ROUTES } from '../../../app/api/routes'
import { newProofNonce } from '../../../lib/browser-proof/nonce'
import type { ProofRefusal } from '../../../lib/browser-proof/refusals'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE, SECOND } from '../../../lib/kernel/clock'
import { apiRequest, call } from '../../support/api'
import { ALGORITHMS, aSigner, type TokenParts } from '../../support/browser-proofs'
import { anAddress, aProof, askIssuer, browser, issuer, PROOF_ENV } from '../../support/proof-world'
import { PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: PROOF_ENV, isServed: true })
beforeEach(() => void askIssuer(world))

const send = (email: string, emailProof: unknown, headers = {}) =>
  call('POST', '/api/auth/register', {
    json: { name: 'Marie', email, password: PASSWORD, emailProof },
    headers,
  })

const count = async (statement: string, ...values: unknown[]): Promise<number> =>
  Number((await world.pool.query(`select count(*) from ${statement}`, values)).rows[0].count)

const mailsTo = async (email: string): Promise<string[]> => {
  await deliverDue(world.ctx)
  return world.ctx.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)
}

/** The contract's sign-up (specification 1.1), and the one reason in the log and in the table. */
async function expectOrdinary(response: Response, email: string, refusal?: ProofRefusal): Promise<void> {
  expect(response.status).toBe(201)
  const body = await response.json()
  expect(body).toEqual({
    user: { id: expect.any(Number), name: 'Marie', email, emailVerified: false },
    message: 'Please check your email',
  })
  expect(await mailsTo(email)).toEqual(['Vérifiez votre email'])
  expect(await count('email_verification_tokens where user_id = $1', body.user.id)).toBe(1)
  const lines = world.logged.filter((line) => line.includes('browser_proof_refused'))
  const told = lines.map((line) => JSON.parse(line).code)
  if (refusal) expect(told.at(-1)).toBe(refusal)
  expect(lines.join()).not.toContain(email)
}

describe('a proof by the browser', () => {
  it.each(ALGORITHMS)('verifies the address in the sign-up itself: %s', async (alg) => {
    const own = aSigner(alg, 'own')
    askIssuer(world, {}, [issuer.jwk, own.jwk])
    const email = anAddress()
    const response = await send(email, aProof(world, email, { issuer: own }))
    expect(response.status).toBe(201)
    const { user, message } = await response.json()
    expect({ user, message }).toEqual({
      user: { id: expect.any(Number), name: 'Marie', email, emailVerified: true },
      message: 'Email verified!',
    })
    const [row] = (await world.pool.query('select email_verified from users where id = $1', [user.id])).rows
    expect(row.email_verified).toBe(true)
    expect(await mailsTo(email)).toEqual(['Bienvenue sur Huntaze ! 🎉'])
    expect(await count('email_verification_tokens where user_id = $1', user.id)).toBe(0)
    const events = await world.pool.query(
      'select type, detail, session from events where user_id = $1 order by id',
      [user.id],
    )
    expect(events.rows).toEqual([
      { type: 'registered', detail: null, session: expect.any(String) },
      { type: 'email_verified', detail: 'browser', session: events.rows[0].session },
    ])
  })

  it('comes with a plain form too, which ends on the dashboard', async () => {
    const email = anAddress()
    const body = new URLSearchParams({
      name: 'Marie',
      email,
      password: PASSWORD,
      emailProof: aProof(world, email),
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    const response = await API_ROUTES['/api/auth/register'].POST(
      apiRequest('POST', '/api/auth/register', { body: body.toString(), headers }),
    )
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/\/dashboard$/)
    expect(await count('users where email = $1 and email_verified', email)).toBe(1)
  })

  it('is bound to the browser, where that carries a mark', async () => {
    const [one, other] = [anAddress(), anAddress()]
    const nonce = newProofNonce(world.ctx, 'mark')
    const taken = await send(one, aProof(world, one, { nonce }), { cookie: 'auth-device=mark' })
    expect((await taken.json()).user.emailVerified).toBe(true)
    const moved = newProofNonce(world.ctx, 'mark')
    await expectOrdinary(await send(other, aProof(world, other, { nonce: moved })), other, 'other_nonce')
  })

  it('sent twice at once makes one account, and one verification', async () => {
    const email = anAddress()
    const token = aProof(world, email)
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(email, token)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)])
    expect(await count('users where email = $1 and email_verified', email)).toBe(1)
  })

  it('proves one address alone, of all that one page signs up at once', async () => {
    const nonce = newProofNonce(world.ctx, null)
    const addresses = Array.from({ length: 6 }, () => anAddress())
    const answers = await Promise.all(addresses.map((email) => send(email, aProof(world, email, { nonce }))))
    const verified = await Promise.all(
      answers.map(async (answer) => (await answer.json()).user.emailVerified),
    )
    expect(verified.filter(Boolean)).toEqual([true])
  })

  it('is asked for nothing where it is not right in itself: no request leaves', async () => {
    const source = askIssuer(world)
    const email = anAddress()
    await send(email, aProof(world, email, { aud: 'https://evil.example' }))
    const elsewhere = anAddress('elsewhere.example')
    await send(elsewhere, aProof(world, elsewhere, { iss: 'https://elsewhere.example' }))
    expect(source.asked).toEqual([])
    const right = anAddress()
    await send(right, aProof(world, right))
    expect(source.asked.toSorted()).toEqual([
      '_email-verification.mail.example',
      'https://issuer.example/.well-known/email-verification',
      'https://issuer.example/jwks',
    ])
  })

  it('is not used up by a sign-up that was refused', async () => {
    const email = anAddress()
    const token = aProof(world, email)
    const weak = { name: 'Marie', email, password: 'azertyuiop', emailProof: token }
    expect((await call('POST', '/api/auth/register', { json: weak })).status).toBe(400)
    expect((await (await send(email, token)).json()).user.emailVerified).toBe(true)
  })

  it('leaves nothing half where the database fails in between', async () => {
    const email = anAddress()
    const token = aProof(world, email)
    await world.pool.query('alter table email_messages rename to away')
    const failed = await send(email, token).finally(() =>
      world.pool.query('alter table away rename to email_messages'),
    )
    expect(failed.status).toBe(503)
    expect(await count('users where email = $1', email)).toBe(0)
    expect((await (await send(email, token)).json()).user.emailVerified).toBe(true)
  })
})

describe('a proof that does not count makes an ordinary sign-up', () => {
  const stranger = aSigner('Ed25519', 'one')
  const at = (ms: number) => ({ iat: Math.floor((world.ctx.now().getTime() + ms) / SECOND) })

  it.each<[string, ProofRefusal, () => Partial<TokenParts>]>([
    ['for another address', 'other_address', () => ({ email: 'eve@mail.example' })],
    ['by the issuer of another domain', 'unknown_issuer', () => ({ iss: 'https://other-issuer.example' })],
    ['by an unknown issuer', 'unknown_issuer', () => ({ iss: 'https://evil.example' })],
    ['for another audience', 'other_audience', () => ({ aud: 'https://evil.example' })],
    ['with a made-up nonce', 'other_nonce', () => ({ nonce: 'abc' })],
    [
      'with a nonce of another server',
      'other_nonce',
      () => ({ nonce: `${newProofNonce(world.ctx, null)}x` }),
    ],
    ['that has expired', 'expired', () => ({ word: at(-5 * MINUTE - SECOND) })],
    ['of the future', 'future', () => ({ binding: at(2 * MINUTE) })],
    ['without a signature', 'algorithm', () => ({ wordHeader: { alg: 'none' }, wordBy: null })],
    ['with a wrong signature', 'signature', () => ({ wordBy: stranger })],
    ['with the binding of another key', 'key_binding', () => ({ bindingBy: stranger })],
    ['of a wrong type', 'malformed', () => ({ wordHeader: { typ: 'JWT' } })],
    ['of an unverified address', 'not_verified', () => ({ word: { email_verified: false } })],
    ['of 9 KiB', 'too_large', () => ({ word: { more: 'x'.repeat(7 * 1024) } })],
  ])('%s', async (_, refusal, parts) => {
    const email = anAddress()
    await expectOrdinary(await send(email, aProof(world, email, parts())), email, refusal)
  })

  it.each<[string, unknown]>([
    ['text', 'abc'],
    ['a number', 42],
    ['an object', { a: 1 }],
    ['a list', ['a', 'b']],
    ['null', null],
  ])('that is %s', async (_, value) => {
    const email = anAddress()
    await expectOrdinary(await send(email, value), email, 'malformed')
  })

  it('that is empty, as from a browser without the feature: nothing is counted', async () => {
    const email = anAddress()
    const before = await count('browser_proofs')
    await expectOrdinary(await send(email, ''), email)
    expect(await count('browser_proofs')).toBe(before)
  })

  it('with a nonce that is a quarter of an hour old', async () => {
    const email = anAddress()
    const nonce = newProofNonce(world.ctx, null)
    world.ctx.now.advance(15 * MINUTE)
    await expectOrdinary(await send(email, aProof(world, email, { nonce })), email, 'old_nonce')
    const [other, young] = [anAddress(), newProofNonce(world.ctx, null)]
    world.ctx.now.advance(15 * MINUTE - 1)
    expect(
      (await (await send(other, aProof(world, other, { nonce: young }))).json()).user.emailVerified,
    ).toBe(true)
  })

  it('with a used nonce, also once its owner deleted the account', async () => {
    const [first, email] = [anAddress(), anAddress()]
    const nonce = newProofNonce(world.ctx, null)
    const token = aProof(world, first, { nonce })
    await send(first, token)
    await expectOrdinary(await send(email, aProof(world, email, { nonce })), email, 'used_nonce')
    await world.pool.query('delete from users where email = $1', [first])
    expect((await (await send(first, token)).json()).user.emailVerified).toBe(false)
  })

  it.each<[string, ProofRefusal, Parameters<typeof askIssuer>[1]]>([
    ['whose domain names another issuer', 'dns', { txt: async () => ['iss=other.example'] }],
    ['whose domain names two', 'dns', { txt: async () => ['iss=issuer.example', 'iss=other.example'] }],
    ['whose domain names none', 'dns', { txt: async () => [] }],
    ['whose domain has no answer', 'dns', { txt: () => Promise.reject(new Error('SERVFAIL')) }],
    ['whose issuer is away', 'unreachable', { get: () => Promise.reject(new Error('ECONNREFUSED')) }],
    ['whose issuer sends no JSON', 'unreachable', { get: async () => Buffer.from('<html>') }],
    [
      'whose keys stand elsewhere',
      'unreachable',
      { get: async () => Buffer.from('{"jwks_uri":"https://elsewhere.example/jwks"}') },
    ],
    [
      'whose keys stand inside of our network',
      'unreachable',
      { get: async () => Buffer.from('{"jwks_uri":"https://169.254.169.254/jwks"}') },
    ],
    ['whose issuer is slow', 'slow', { get: () => new Promise(() => undefined) }],
    ['whose domain is slow', 'slow', { txt: () => new Promise(() => undefined) }],
  ])('%s', async (_, refusal, source) => {
    askIssuer(world, source)
    const email = anAddress()
    await expectOrdinary(await send(email, aProof(world, email)), email, refusal)
  })

  it('at a browser whose key is the issuer’s', async () => {
    const email = anAddress()
    const parts = { word: { cnf: { jwk: browser.jwk } }, bindingBy: issuer }
    await expectOrdinary(await send(email, aProof(world, email, parts)), email, 'key_binding')
  })
})

describe('without the feature', () => {
  const off = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' } })

  it('a proof is as if it were not there', async () => {
    off.serve()
    const email = anAddress()
    const response = await send(email, aProof(off, email))
    world.serve()
    expect(response.status).toBe(201)
    expect((await response.json()).user.emailVerified).toBe(false)
    expect(off.logged.join()).not.toContain('browser_proof')
  })
})
