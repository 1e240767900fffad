import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ApiPath } from '../../../app/api/routes'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { openDatabase } from '../../../lib/db/client'
import { simulateReport } from '../../../lib/email/transport/mailbox/simulate'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import type { Context, Database } from '../../../lib/kernel/context'
import { type ErrorCode, publicCode } from '../../../lib/kernel/errors'
import { TooBusyError } from '../../../lib/password/gate'
import { nameShown } from '../../../lib/session/shown'
import { accountAnswers } from '../../support/account-requests'
import { call, sessionOf } from '../../support/api'
import { addressAnswers } from '../../support/api-answers/address'
import { bindByHand, boundAnswers, SKIPPED } from '../../support/api-answers/bound'
import { deadMailAnswers } from '../../support/api-answers/dead-mail'
import { identityAnswers } from '../../support/api-answers/identities'
import { passkeyAnswers } from '../../support/api-answers/passkeys'
import { recoveryAnswers } from '../../support/api-answers/recovery'
import { stepAnswers } from '../../support/api-answers/second-step'
import { serviceTokenAnswers } from '../../support/api-answers/service-token'
import { webhookAnswers } from '../../support/api-answers/webhooks'
import {
  CRON_SECRET,
  type Init,
  ISSUER_ENV,
  METRICS_TOKEN,
  signUpInput,
  TAKEN_REQUESTS,
  withSession,
} from '../../support/api-requests'
import { DESCRIBED_ANSWERS } from '../../support/described-api'
import { newestMessage } from '../../support/messages'
import { anOperator } from '../../support/operators'
import { proofAnswers } from '../../support/proof-requests'
import { sesEvent } from '../../support/ses-report'
import { createSnsSigner } from '../../support/sns'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const signer = createSnsSigner({ from: new Date('2026-01-01'), until: new Date('2027-01-01') })
const world = sharedWorld({
  env: {
    RATE_LIMIT_SCALE: '100',
    CRON_SECRET,
    METRICS_TOKEN,
    SNS_TOPIC_ARNS: signer.topicArn,
    ...ISSUER_ENV,
  },
  isServed: true,
})
let away: ReturnType<typeof openDatabase>
beforeAll(async () => {
  away = openDatabase('postgres://somebody@127.0.0.1:1/huntaze', world.ctx.log)
  // Answers every fetch: of Amazon's certificate, and of the pages that a scanner opens.
  vi.stubGlobal('fetch', async () => new Response(signer.pem))
})
afterEach(() => world.serve())
afterAll(async () => {
  vi.unstubAllGlobals()
  await away.pool.end()
})

/** Answers until the test's end from a world that differs in this. */
const serveWith = (changed: Partial<Context>): void => world.serve({ ctx: { ...world.ctx, ...changed } })

function maintainWithoutSecret(method: 'GET' | 'POST'): Promise<Response> {
  serveWith({ env: { ...world.ctx.env, cronSecret: undefined } })
  return call(method, '/api/maintenance')
}

type Operation = { method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; path: ApiPath }

const send = ({ method, path }: Operation, init: Init = {}): Promise<Response> => call(method, path, init)
const taken = ({ method, path }: Operation): Init | Promise<Init> => {
  const request = TAKEN_REQUESTS[`${method} ${path}`]
  if (!request) throw new Error(`${method} ${path} has no request in tests/support/api-requests.ts`)
  return request({ world, signer })
}

/** A bad request of somebody who may ask. */
const sendProven = async (operation: Operation, { headers, ...init }: Init): Promise<Response> =>
  send(operation, { ...init, headers: { ...(await taken(operation)).headers, ...headers } })

/** A good request whose session has a key that is not proven. */
async function sendUnproven(operation: Operation, more: Record<string, string> = {}): Promise<Response> {
  const init = await taken(operation)
  await bindByHand(world, init)
  return send(operation, { ...init, headers: { ...init.headers, ...more } })
}

/** A good request, to a world that differs. */
async function sendTo(operation: Operation, changed: Partial<Context>): Promise<Response> {
  const init = await taken(operation)
  serveWith(changed)
  return send(operation, init)
}

const surprise = new Proxy({} as Database, {
  get() {
    throw new Error('a surprise')
  },
})
const refuse = () => Promise.reject(new TooBusyError(2))
const brokenOff = () => new ReadableStream({ pull: (stream) => stream.error(new Error('hung up')) })
const strict = () => ({ env: { ...world.ctx.env, rateLimitScale: 1e-6 } })

/** Refusals that are met in the same way wherever the document names them. */
const ANYWHERE: Record<string, (operation: Operation) => Promise<Response>> = {
  client_gone: (operation) => sendProven(operation, { body: brokenOff() }),
  body_too_large: (operation) => sendProven(operation, { body: 'x'.repeat(256 * 1024 + 1) }),
  unsupported_media_type: (operation) =>
    sendProven(operation, { json: {}, headers: { 'content-type': 'text/plain' } }),
  invalid_json: (operation) => sendProven(operation, { body: '{' }),
  invalid_input: (operation) => sendProven(operation, { json: { role: 'admin' } }),
  cross_site_request: (operation) => send(operation, { headers: { 'sec-fetch-site': 'cross-site' } }),
  unauthenticated: async (operation) => send(operation, { ...(await taken(operation)), headers: {} }),
  changed_meanwhile: async (operation) => {
    const account = nameShown(world.ctx, (await person()).user)
    const { json, ...init } = await taken(operation)
    return operation.method === 'GET'
      ? send(operation, { ...init, query: `?account=${account}` })
      : send(operation, { ...init, json: { ...(json as object), account } })
  },
  // An act that needs a fresh proof, long after the last one.
  proof_needed: async (operation) => {
    const init = await taken(operation)
    world.ctx.now.advance(11 * MINUTE)
    return send(operation, init)
  },
  device_proof_missing: (operation) => sendUnproven(operation),
  device_unchecked: (operation) => sendUnproven(operation, SKIPPED),
  internal: (operation) => sendTo(operation, { db: surprise }),
  unavailable: (operation) => sendTo(operation, { db: away.db }),
  too_busy: (operation) =>
    sendTo(operation, { passwords: { ...world.ctx.passwords, hash: refuse, verify: refuse } }),
}

const person = () => aRegisteredUser(world, freshEmail())
const UNKNOWN = '0'.repeat(64)

const verify = (token: string) => call('GET', '/api/auth/verify-email', { query: `?token=${token}` })
const notMe = (token: string) => call('POST', '/api/auth/verify-email/not-me', { json: { token } })
const resend = (init: Init) => call('POST', '/api/auth/verify-email/resend', { json: {}, ...init })
const change = (jwt: string, email: string) =>
  call('POST', '/api/auth/change-email', { ...withSession({ jwt }), json: { email } })
const confirm = async (password: string) =>
  call('POST', '/api/auth/confirm', { ...withSession(await person()), json: { password } })
const login = (email: string, password: string) =>
  call('POST', '/api/auth/login', { json: { email, password } })

/** An operator's act, with the right password where nothing else is said. */
async function act(
  wish: { act: string; userId: number; email?: string; password?: string },
  jwt?: string,
): Promise<Response> {
  const session = withSession({ jwt: jwt ?? (await anOperator(world)).jwt })
  return call('POST', '/api/monitoring/users', { ...session, json: { password: PASSWORD, ...wish } })
}

/** A request for operators, by somebody else. */
const asMember = async (path: ApiPath) => call('GET', path, withSession(await person()))

async function usedToken(): Promise<string> {
  const { token } = await person()
  expectOk(await verifyEmail(world.ctx, token, aVisitor()))
  return token
}

/** Somebody whose address refused our mail for good. */
async function suppressed() {
  const somebody = await person()
  const { id } = await newestMessage(world, somebody.user.id)
  await simulateReport(world.ctx, id, 'hard_bounce')
  return somebody
}

/** Somebody whose account an operator disabled. */
async function disabled() {
  const somebody = await person()
  await world.pool.query('update users set disabled_at = now() where id = $1', [somebody.user.id])
  return somebody
}

/** The same once more, where one is the limit. */
async function twiceStrictly(ask: () => Promise<Response>): Promise<Response> {
  serveWith(strict())
  await ask()
  return ask()
}

/** While nobody can hash. */
const busily = (ask: () => Promise<Response>): Promise<Response> => {
  serveWith({ passwords: { ...world.ctx.passwords, hash: refuse, verify: refuse } })
  return ask()
}

/** Requests for answers that need a state of their own. */
const OWN: Record<string, () => Promise<Response>> = {
  ...addressAnswers(world, twiceStrictly),
  ...boundAnswers(world),
  ...serviceTokenAnswers(world),
  ...identityAnswers(world, { twice: twiceStrictly, busy: busily }),
  ...recoveryAnswers(world, twiceStrictly),
  ...deadMailAnswers(world, twiceStrictly),
  ...webhookAnswers(world, twiceStrictly),
  ...passkeyAnswers(world, { twice: twiceStrictly, busy: busily }),
  ...stepAnswers(world, {
    twice: twiceStrictly,
    busy: busily,
    strictly: () => serveWith({ env: { ...world.ctx.env, operatorsNeedFactor: true } }),
  }),
  'POST /api/auth/register 409 email_taken': async () =>
    call('POST', '/api/auth/register', { json: { ...signUpInput(), email: (await person()).email } }),
  'POST /api/auth/register 429 rate_limited': () =>
    twiceStrictly(() => call('POST', '/api/auth/register', { json: signUpInput() })),
  'POST /api/auth/login 401 invalid_credentials': () => login(freshEmail(), PASSWORD),
  'POST /api/auth/login 403 account_disabled': async () => login((await disabled()).email, PASSWORD),
  'POST /api/auth/login 429 rate_limited': () => twiceStrictly(() => login(freshEmail(), PASSWORD)),
  'POST /api/auth/confirm 401 invalid_credentials': async () => confirm('not the passphrase'),
  'POST /api/auth/confirm 429 rate_limited': () => twiceStrictly(() => confirm('not the passphrase')),
  'POST /api/auth/change-email 409 already_verified': async () =>
    change((await aVerifiedUser(world, freshEmail())).jwt, freshEmail()),
  'POST /api/auth/change-email 409 address_suppressed': async () =>
    change((await person()).jwt, (await suppressed()).email),
  'POST /api/auth/change-email 409 email_taken': async () =>
    change((await person()).jwt, (await person()).email),
  'POST /api/auth/change-email 429 rate_limited': async () => {
    let { jwt } = await person()
    return twiceStrictly(async () => {
      const changed = await change(jwt, freshEmail())
      jwt = sessionOf(changed)
      return changed
    })
  },
  'GET /api/auth/verify-email 400 invalid_token': () => verify(UNKNOWN),
  'GET /api/auth/verify-email 400 token_used': async () => verify(await usedToken()),
  'GET /api/auth/verify-email 400 token_expired': async () => {
    const { token } = await person()
    world.ctx.now.advance(DAY)
    return verify(token)
  },
  'GET /api/auth/verify-email 403 account_disabled': async () => verify((await disabled()).token),
  'GET /api/auth/verify-email 429 rate_limited': () => twiceStrictly(() => verify(UNKNOWN)),
  'POST /api/auth/verify-email/resend 400 invalid_token': () => resend({ json: { token: UNKNOWN } }),
  'POST /api/auth/verify-email/resend 400 token_used': async () =>
    resend({ json: { token: await usedToken() } }),
  'POST /api/auth/verify-email/resend 403 account_disabled': async () =>
    resend({ json: { token: (await disabled()).token } }),
  'POST /api/auth/verify-email/resend 409 already_verified': async () =>
    resend(withSession(await aVerifiedUser(world, freshEmail()))),
  'POST /api/auth/verify-email/resend 409 address_suppressed': async () =>
    resend(withSession(await suppressed())),
  'POST /api/auth/verify-email/resend 429 rate_limited': async () => {
    const somebody = await person()
    return twiceStrictly(() => resend(withSession(somebody)))
  },
  'POST /api/auth/verify-email/not-me 400 invalid_token': () => notMe(UNKNOWN),
  'POST /api/auth/verify-email/not-me 400 token_used': async () => notMe(await usedToken()),
  'POST /api/auth/verify-email/not-me 403 account_disabled': async () => notMe((await disabled()).token),
  'POST /api/auth/verify-email/not-me 409 already_verified': async () => {
    const { token, user } = await person()
    await world.pool.query('update users set email_verified = true where id = $1', [user.id])
    return notMe(token)
  },
  'POST /api/auth/verify-email/not-me 429 rate_limited': () => twiceStrictly(() => notMe(UNKNOWN)),
  'POST /api/email-events 403 forbidden': () => call('POST', '/api/email-events', { body: '{}' }),
  // A subscription asks Amazon alone; what is recorded asks the database.
  ...Object.fromEntries(
    ['500 internal', '503 unavailable'].map((answer) => [
      `POST /api/email-events ${answer}`,
      async () => {
        serveWith({ db: answer.startsWith('500') ? surprise : away.db })
        const event = sesEvent('Delivery')
        const body = signer.notification(event, { Timestamp: world.ctx.now().toISOString() })
        return call('POST', '/api/email-events', { body })
      },
    ]),
  ),
  'POST /api/mailbox 404 not_found': () =>
    call('POST', '/api/mailbox', { json: { outboxId: 999_999, report: 'delivery' } }),
  'POST /api/mailbox/mailed 404 not_found': () =>
    call('POST', '/api/mailbox/mailed', { json: { id: 999_999, server: 'exim', fate: 'full' } }),
  'GET /api/mailbox 400 invalid_input': () => call('GET', '/api/mailbox', { query: '?to=nobody' }),
  'GET /api/mailbox 404 not_found': () => {
    const { env } = world.ctx
    serveWith({ env: { ...env, email: { ...env.email, transport: 'smtp' } as typeof env.email } })
    return call('GET', '/api/mailbox')
  },
  'POST /api/mailbox/time 404 not_found': () =>
    call('POST', '/api/mailbox/time', { json: { email: 'nobody@example.com', seconds: 60 } }),
  'POST /api/mailbox/open 404 not_found': () =>
    call('POST', '/api/mailbox/open', { json: { id: 999_999, as: 'head' } }),
  'GET /api/mailbox/issuer/{document} 404 not_found': () =>
    call('GET', '/api/mailbox/issuer/{document}', { params: { document: 'nothing' } }),
  'POST /api/mailbox/issuer/token 404 not_found': () =>
    call('POST', '/api/mailbox/issuer/token', { json: { email: 'a@b.example' } }),
  'GET /api/health/ready 503': () => {
    world.serve({ workerTurnAt: () => null })
    return call('GET', '/api/health/ready')
  },
  'GET /api/metrics 403 forbidden': () => asMember('/api/metrics'),
  'GET /api/monitoring 400 invalid_input': async () =>
    call('GET', '/api/monitoring', { ...withSession(await anOperator(world)), query: '?span=1y' }),
  'GET /api/monitoring 403 forbidden': () => asMember('/api/monitoring'),
  'GET /api/monitoring/events.ndjson 400 invalid_input': async () =>
    call('GET', '/api/monitoring/events.ndjson', withSession(await anOperator(world))),
  'GET /api/monitoring/events.ndjson 403 forbidden': () => asMember('/api/monitoring/events.ndjson'),
  'POST /api/monitoring/users 403 forbidden': async () => {
    const { jwt, user } = await person()
    return act({ act: 'end_sessions', userId: user.id }, jwt)
  },
  'POST /api/monitoring/users 403 password_needed': async () =>
    act({ act: 'end_sessions', userId: (await person()).user.id, password: 'not the passphrase' }),
  'POST /api/monitoring/users 404 not_found': () => act({ act: 'disable', userId: 999_999_999 }),
  'POST /api/monitoring/users 409 nothing_to_do': async () =>
    act({ act: 'enable', userId: (await person()).user.id }),
  'POST /api/monitoring/users 409 changed_meanwhile': async () =>
    act({ act: 'verify', userId: (await person()).user.id, email: freshEmail() }),
  'POST /api/monitoring/users 409 own_account': async () => {
    const { jwt, user } = await anOperator(world)
    return act({ act: 'disable', userId: user.id }, jwt)
  },
  'POST /api/monitoring/users 429 rate_limited': async () => {
    const { jwt, user } = await anOperator(world)
    return twiceStrictly(() => act({ act: 'enable', userId: user.id, password: 'not the passphrase' }, jwt))
  },
  ...proofAnswers({ world, signer }, { twice: twiceStrictly }),
  ...accountAnswers({ world, signer }, { twice: twiceStrictly, busy: busily }),
  'GET /api/maintenance 404 not_found': () => maintainWithoutSecret('GET'),
  'POST /api/maintenance 404 not_found': () => maintainWithoutSecret('POST'),
}

describe('every answer in docs/openapi.json is met, and is as it says', () => {
  it.each(DESCRIBED_ANSWERS)('%s', async (answer) => {
    const [method, path, status, code = ''] = answer.split(' ') as [
      Operation['method'],
      ApiPath,
      string,
      string?,
    ]
    const operation = { method, path }
    const ask = OWN[answer] ?? (code ? ANYWHERE[code] : async () => send(operation, await taken(operation)))
    if (!ask) throw new Error(`how ${answer} is met is not said in OWN`)
    // `call` itself holds the answer against the document.
    const response = await ask(operation)
    expect(response.status).toBe(Number(status))
    if (code) expect(await response.json()).toMatchObject({ code: publicCode(code as ErrorCode) })
  })

  it('and nothing else is asked for', () => {
    expect(Object.keys(OWN).filter((answer) => !DESCRIBED_ANSWERS.includes(answer))).toEqual([])
    const operations = DESCRIBED_ANSWERS.map((answer) => answer.split(' ', 2).join(' '))
    expect(Object.keys(TAKEN_REQUESTS).filter((operation) => !operations.includes(operation))).toEqual([])
  })
})
