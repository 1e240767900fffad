import { beforeEach, describe, expect, it } from 'vitest'
import { deliverDue } from '../../../lib/email/send/worker'
import { call, sessionOf } from '../../support/api'
import { tokenFor } from '../../support/mail'
import { anOperator } from '../../support/operators'
import { createSnsSigner } from '../../support/sns'
import { aRegisteredUser, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const signer = createSnsSigner()
const world = sharedWorld({ env: { SNS_TOPIC_ARNS: signer.topicArn }, isServed: true })

type Line = Record<string, unknown>
let seen = 0
beforeEach(() => {
  seen = world.logged.length
})

/** The lines since the test began, or since the last call. */
function lines(): Line[] {
  const fresh = world.logged.slice(seen).map((line) => JSON.parse(line) as Line)
  seen = world.logged.length
  return fresh
}

/** Sends a request, and says what it logged beside its own line. */
async function loggedBy(...request: Parameters<typeof call>): Promise<{ events: Line[]; own: Line }> {
  lines()
  const response = await call(...request)
  const written = lines()
  const id = response.headers.get('x-request-id')
  for (const line of written) expect(line).toMatchObject({ time: expect.stringMatching(/Z$/), requestId: id })
  const own = written.find(({ event }) => event === 'request') ?? {}
  expect(own).toMatchObject({ route: request[1], method: request[0], status: response.status })
  return { events: written.filter((line) => line !== own), own }
}

const cookie = (jwt: string) => ({ headers: { cookie: `auth-token=${jwt}` } })

// ASVS 16.2.1, 16.2.4, 16.3.1
describe('what a person does is logged, with who, when and in which request', () => {
  it('signing up, in, out, with the right password and a wrong one', async () => {
    const json = { name: 'Jean Dupont', email: freshEmail(), password: PASSWORD }
    const signedUp = await call('POST', '/api/auth/register', { json })
    const { user } = (await signedUp.json()) as { user: { id: number } }
    expect(lines()).toContainEqual(
      expect.objectContaining({ event: 'user_registered', userId: user.id, requestId: expect.any(String) }),
    )
    const credentials = { email: json.email, password: PASSWORD }
    expect((await loggedBy('POST', '/api/auth/login', { json: credentials })).events).toMatchObject([
      { event: 'user_signed_in', userId: user.id, level: 'info' },
    ])
    const wrong = { ...credentials, password: 'not the passphrase' }
    expect((await loggedBy('POST', '/api/auth/login', { json: wrong })).events).toMatchObject([
      { event: 'sign_in_refused', userId: user.id },
    ])
    expect(
      (await loggedBy('POST', '/api/auth/login', { json: { ...wrong, email: freshEmail() } })).events,
    ).toMatchObject([{ event: 'sign_in_refused' }])
    const left = await loggedBy('POST', '/api/auth/logout', cookie(sessionOf(signedUp)))
    expect(left.events).toMatchObject([{ event: 'user_signed_out', userId: user.id }])
  })

  it('asking for another link, proving the address, disowning the account', async () => {
    const { user, jwt, email } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(61_000)
    const again = await loggedBy('POST', '/api/auth/verify-email/resend', { json: {}, ...cookie(jwt) })
    expect(again.events).toMatchObject([{ event: 'verification_resent', userId: user.id }])
    await deliverDue(world.ctx)
    const query = `?token=${tokenFor(world.ctx.mail, email)}`
    const verified = await loggedBy('GET', '/api/auth/verify-email', { query })
    expect(verified.events).toMatchObject([{ event: 'email_verified', userId: user.id }])

    const stranger = await aRegisteredUser(world, freshEmail())
    const disowned = await loggedBy('POST', '/api/auth/verify-email/not-me', {
      json: { token: stranger.token },
    })
    expect(disowned.events).toMatchObject([{ event: 'account_disowned', userId: stranger.user.id }])
  })

  it('an operator’s act, and a wrong password for it', async () => {
    const operator = await anOperator(world)
    const { user } = await aRegisteredUser(world, freshEmail())
    const act = { act: 'end_sessions', userId: user.id }
    const done = await loggedBy('POST', '/api/monitoring/users', { json: act, ...cookie(operator.jwt) })
    expect(done.events).toMatchObject([
      { event: 'operator_act', kind: 'end_sessions', actorId: operator.user.id, userId: user.id },
    ])
    const refused = await loggedBy('POST', '/api/monitoring/users', {
      json: { ...act, password: 'not the passphrase' },
      ...cookie(operator.jwt),
    })
    expect(refused.events).toMatchObject([{ event: 'password_not_confirmed', userId: operator.user.id }])
  })
})

// ASVS 16.3.2
it('a request without the right to it is logged with its route and its refusal', async () => {
  const { jwt } = await aRegisteredUser(world, freshEmail())
  expect((await loggedBy('GET', '/api/auth/me')).own).toMatchObject({ status: 401 })
  expect((await loggedBy('GET', '/api/monitoring', cookie(jwt))).own).toMatchObject({ status: 403 })
  const json = { act: 'disable', userId: 1, password: PASSWORD }
  expect((await loggedBy('POST', '/api/monitoring/users', { json, ...cookie(jwt) })).own).toMatchObject({
    status: 403,
  })
})

// ASVS 16.3.3
describe('an attempt to get around a rule is logged as a warning', () => {
  it('another site’s request', async () => {
    const headers = { origin: 'https://evil.test' }
    expect((await loggedBy('POST', '/api/auth/login', { json: {}, headers })).events).toMatchObject([
      { event: 'cross_site_refused', level: 'warn' },
    ])
  })

  it('one more guess than there are', async () => {
    const json = { email: freshEmail(), password: 'not the passphrase' }
    for (let index = 0; index < 10; index += 1) await call('POST', '/api/auth/login', { json })
    expect((await loggedBy('POST', '/api/auth/login', { json })).events).toMatchObject([
      { event: 'rate_limited', level: 'warn', limit: 'loginByAccountAndNetwork' },
    ])
  })

  it('a forged report', async () => {
    const forged = signer.notification({ x: 1 }, { TopicArn: `${signer.topicArn}2` })
    const sent = await loggedBy('POST', '/api/email-events', { body: forged })
    expect(sent.events).toMatchObject([{ event: 'report_refused', level: 'warn' }])
  })
})
