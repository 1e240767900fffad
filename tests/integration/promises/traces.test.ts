import { context, SpanKind, trace } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deliverDue } from '../../../lib/email/send/worker'
import { SendError } from '../../../lib/email/transport/send-error'
import { answerDirectly } from '../../../lib/http/direct'
import { json } from '../../../lib/http/response/json'
import { deliverEventsDue } from '../../../lib/webhook/send/worker'
import { call, sessionOf } from '../../support/api'
import { tokenFor } from '../../support/mail'
import { anEndpoint } from '../../support/receiver'
import { freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const spans = new InMemorySpanExporter()

/** Registers an SDK, as `tests/examples/traces/print.mjs` does in a process of its own. */
const switchOn = () => new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).register()

function switchOff(): void {
  trace.disable()
  context.disable()
}

beforeEach(() => {
  spans.reset()
  switchOn()
})
afterEach(switchOff)
afterAll(switchOff)

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'
const TRACEPARENT = `00-${TRACE}-${CALLER}-01`
const NAME = 'Canary Personne'

const found = (name: string): ReadableSpan => {
  const span = spans.getFinishedSpans().find((one) => one.name === name)
  if (!span) throw new Error(`no span ${name} among ${spans.getFinishedSpans().map((one) => one.name)}`)
  return span
}
const traceOf = (span: ReadableSpan) => span.spanContext().traceId
const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId

const register = (email: string, headers: Record<string, string> = {}) =>
  call('POST', '/api/auth/register', { json: { name: NAME, email, password: PASSWORD }, headers })

describe('with an SDK', () => {
  it('a request goes on with its caller’s trace, down to its statements', async () => {
    await register(freshEmail(), { traceparent: TRACEPARENT, tracestate: 'vendor=abc' })
    const request = found('POST /api/auth/register')
    expect(request.kind).toBe(SpanKind.SERVER)
    expect([traceOf(request), parentOf(request)]).toEqual([TRACE, CALLER])
    expect(request.spanContext().traceState?.serialize()).toBe('vendor=abc')
    expect(request.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/auth/register',
      'http.response.status_code': 201,
    })
    const [hash, transaction] = [found('hash password'), found('transaction')]
    expect([parentOf(hash), parentOf(transaction)]).toEqual(Array(2).fill(request.spanContext().spanId))
    const statement = found('mail_first_link')
    expect(parentOf(statement)).toBe(transaction.spanContext().spanId)
    expect(statement.kind).toBe(SpanKind.CLIENT)
    expect(statement.attributes).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': 'WITH',
      'db.query.summary': 'mail_first_link',
    })
    for (const span of spans.getFinishedSpans()) expect(traceOf(span)).toBe(TRACE)
  })

  it.each(['nonsense', `ff-${TRACE}-${CALLER}-01`, `00-${'0'.repeat(32)}-${CALLER}-01`])(
    'a request with the traceparent %s begins a trace',
    async (traceparent) => {
      await register(freshEmail(), { traceparent })
      const request = found('POST /api/auth/register')
      expect(parentOf(request)).toBeUndefined()
      expect(traceOf(request)).not.toBe(TRACE)
    },
  )

  it('a letter’s trace is its own, and leads to the request that wrote it', async () => {
    await register(freshEmail(), { traceparent: TRACEPARENT })
    spans.reset()
    await deliverDue(world.ctx)
    const letter = found('send email_messages')
    expect(parentOf(letter)).toBeUndefined()
    expect(traceOf(letter)).not.toBe(TRACE)
    expect(letter.links.map((link) => link.context.traceId)).toEqual([TRACE])
    expect(letter.attributes).toMatchObject({
      'huntaze.mail.kind': 'verification',
      'huntaze.mail.outcome': 'sent',
    })
    expect(parentOf(found('hand to mailbox'))).toBe(letter.spanContext().spanId)
  })

  it('a forgotten password’s letter leads to the request, though a worker finds the account', async () => {
    const email = freshEmail()
    await register(email)
    await deliverDue(world.ctx)
    await call('POST', '/api/auth/forgot-password', {
      json: { email },
      headers: { traceparent: TRACEPARENT },
    })
    await deliverDue(world.ctx)
    const reset = spans
      .getFinishedSpans()
      .find(({ attributes }) => attributes['huntaze.mail.kind'] === 'password_reset')
    expect(reset?.links.map((link) => link.context.traceId)).toEqual([TRACE])
  })

  it('a failed letter names the code', async () => {
    await register(freshEmail())
    spans.reset()
    world.ctx.mail.fail(new SendError('Throttling', false))
    await deliverDue(world.ctx)
    expect(found('send email_messages')).toMatchObject({
      attributes: { 'error.type': 'Throttling', 'huntaze.mail.outcome': 'retried' },
      status: { code: 2 },
    })
    world.ctx.now.advance(60_000)
    await deliverDue(world.ctx)
  })

  it('a receiver of events gets the trace of its call', async () => {
    const endpoint = await anEndpoint(world)
    await register(freshEmail())
    await deliverEventsDue(world.ctx)
    const sent = found('POST webhook')
    expect(endpoint.heard[0]?.headers.traceparent).toBe(`00-${traceOf(sent)}-${sent.spanContext().spanId}-01`)
    expect(sent.attributes).toEqual({
      'http.request.method': 'POST',
      'huntaze.webhook.endpoint': endpoint.id,
      'huntaze.webhook.event': 'user.registered',
      'http.response.status_code': 204,
    })
    await world.pool.query('delete from webhook_endpoints')
    await deliverDue(world.ctx)
  })

  it('the session check of our own server is traced as well', async () => {
    const route = { path: '/api/auth/me', answer: () => json(200, {}) as never }
    const { answer } = await answerDirectly({ ctx: world.ctx, hasOwnFront: true }, route, {
      traceparent: TRACEPARENT,
    })
    expect(answer.status).toBe(401)
    expect(traceOf(found('GET /api/auth/me'))).toBe(TRACE)
  })

  it('no span holds an address, a name, a password, a token, a code or a statement’s value', async () => {
    const email = freshEmail()
    const registered = await register(email)
    const jwt = sessionOf(registered)
    await deliverDue(world.ctx)
    const token = tokenFor(world.ctx.mail, email)
    const headers = { cookie: `auth-token=${jwt}` }
    await call('GET', '/api/auth/verify-email', { query: `?token=${token}` })
    await call('POST', '/api/auth/verify-email', { json: { token } })
    await call('POST', '/api/auth/login', { json: { email, password: `${PASSWORD} wrong` } })
    await call('GET', '/api/account/export', { headers })
    await world.pool.query('alter table users rename to users_away')
    const failed = await call('GET', '/api/account/events', { headers })
    await world.pool.query('alter table users_away rename to users')
    expect(failed.status).toBe(503)
    const all = JSON.stringify(
      spans.getFinishedSpans().map(({ name, attributes, events, links, status, resource }) => ({
        ...{ name, attributes, events, links, status, resource: resource.attributes },
      })),
    )
    expect(spans.getFinishedSpans().length).toBeGreaterThan(30)
    for (const secret of [email, NAME, PASSWORD, token, jwt, 'example.com', '@', '$1', 'select '])
      expect(all.includes(secret), secret).toBe(false)
    expect(all).toContain('"error.type":"42P01"')
  })
})

describe('without an SDK', () => {
  it('nothing is made, stored or sent', async () => {
    switchOff()
    const endpoint = await anEndpoint(world)
    await register(freshEmail(), { traceparent: TRACEPARENT })
    await deliverDue(world.ctx)
    await deliverEventsDue(world.ctx)
    expect(spans.getFinishedSpans()).toEqual([])
    expect(endpoint.heard[0]?.headers.traceparent).toBeUndefined()
    const { rows } = await world.pool.query('select traceparent from email_messages order by id desc limit 1')
    expect(rows).toEqual([{ traceparent: null }])
    await world.pool.query('delete from webhook_endpoints')
  })
})
