import { expect, it } from 'vitest'
import { API_ROUTES, type ApiPath } from '../../../app/api/routes'
import { openAsScanner, SCANS } from '../../../dev/mailbox-simulator/open-as-scanner'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { createMailboxTransport, listMailbox } from '../../../lib/email/transport/mailbox/mailbox'
import { DAY } from '../../../lib/kernel/clock'
import { findLink } from '../../../lib/link/find'
import { call } from '../../support/api'
import { aRegisteredUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

/** Somebody whose message is in the mailbox too. */
async function aReader() {
  const person = await aRegisteredUser(world, freshEmail())
  const sent = world.ctx.mail.sent.findLast(({ to }) => to === person.email)
  if (!sent) throw new Error('nothing was sent')
  await createMailboxTransport(world.ctx).send(sent)
  const [message] = await listMailbox(world.ctx, { limit: 1 })
  return { ...person, messageId: message?.id ?? 0 }
}

type Asked = { url: URL; method: string; headers: Headers }

/** The forms of the page, as the server writes them. */
const FORMS = (token: string) => `
  <form action="/api/auth/verify-email" method="post"><input type="hidden" name="token" value="${token}"/>
    <input autoComplete="username"/><input name="password" type="password" value=""/></form>
  <details><form action="/api/auth/verify-email" method="post"><input type="hidden" name="token" value="${token}"/>
    <input type="text" name="email" value=""/><input name="newPassword" type="password"/></form></details>
  <details><form action="/api/auth/verify-email/not-me" method="post"><input type="hidden" name="token" value="${token}"/>
    <input type="text" name="email"/></form></details>`

/** Stands for the network: a page that says `state`, with one script and its forms; the API is the real one. */
function network(state: string, token = '') {
  const asked: Asked[] = []
  const get: typeof fetch = async (input, init) => {
    const request = new Request(String(input), init)
    const url = new URL(request.url)
    asked.push({ url, method: request.method, headers: request.headers })
    if (request.method === 'POST') return API_ROUTES[url.pathname as ApiPath].POST(request)
    if (url.pathname === '/api/auth/verify-email') {
      return call('GET', '/api/auth/verify-email', {
        query: url.search,
        headers: Object.fromEntries(request.headers),
      })
    }
    return new Response(
      `<script nonce="x" src="/_next/a.js"></script><div data-link="${state}">${state === 'foreign' ? FORMS(token) : ''}`,
    )
  }
  return { asked, get }
}

const PAGE = ['GET /auth/verify-email 200']
const FORMS_SENT = [
  'POST /api/auth/verify-email 303',
  'POST /api/auth/verify-email 303',
  'POST /api/auth/verify-email/not-me 303',
]
const SCRIPT = [...PAGE, '1 × GET script 200']

it.each([
  ['head', 'foreign', 'untouched', ['HEAD /auth/verify-email 200']],
  ['get', 'foreign', 'untouched', PAGE],
  ['script', 'foreign', 'untouched', SCRIPT],
  ['script', 'own', 'verified', [...SCRIPT, 'GET /api/auth/verify-email 200']],
  ['click', 'foreign', 'untouched', [...SCRIPT, ...FORMS_SENT]],
  ['fill', 'foreign', 'untouched', [...SCRIPT, ...FORMS_SENT]],
  ['click', 'invalid', 'untouched', SCRIPT],
] as const)('%s of a page that says %s leaves the link %s', async (scan, state, outcome, steps) => {
  const { messageId, token, email } = await aReader()
  const { asked, get } = network(state, token)
  const report = await openAsScanner(world.ctx, messageId, scan, get)
  expect(report).toEqual({ outcome, steps })
  expect((await findLink(world.ctx, 'verify_email', token)).state).toBe(
    outcome === 'verified' ? 'used' : 'valid',
  )
  for (const { url, headers } of asked) {
    expect([url.origin, headers.has('cookie')]).toEqual([world.ctx.env.appUrl, false])
  }
  expect(JSON.stringify(report)).not.toMatch(new RegExp(`${token}|${email}`))
})

it.each(SCANS)('%s of a link that is no longer good says why', async (scan) => {
  const used = await aReader()
  expectOk(await verifyEmail(world.ctx, used.token, aVisitor()))
  const { get } = network('used')
  expect(await openAsScanner(world.ctx, used.messageId, scan, get)).toMatchObject({ outcome: 'used' })
  const late = await aReader()
  world.ctx.now.advance(DAY)
  expect(await openAsScanner(world.ctx, late.messageId, scan, get)).toMatchObject({ outcome: 'expired' })
  await world.pool.query('delete from users where id = $1', [late.user.id])
  expect(await openAsScanner(world.ctx, late.messageId, scan, get)).toMatchObject({ outcome: 'invalid' })
})

it('asks nobody about a message without a link, or about none', async () => {
  const { asked, get } = network('foreign')
  const text = 'https://elsewhere.test/?token=1'
  const welcome = {
    outboxId: 7,
    from: 'noreply@huntaze.com',
    to: 'a@example.com',
    subject: 's',
    html: '',
    text,
  }
  await createMailboxTransport(world.ctx).send(welcome)
  const [message] = await listMailbox(world.ctx, { limit: 1 })
  expect(await openAsScanner(world.ctx, message?.id ?? 0, 'get', get)).toBeUndefined()
  expect(await openAsScanner(world.ctx, 999_999, 'get', get)).toBeUndefined()
  expect(asked).toEqual([])
})

it('asks this very origin, wherever the link in the message leads', async () => {
  const { token } = await aReader()
  const { asked, get } = network('foreign')
  const text = `https://elsewhere.test/auth/verify-email?token=${token}`
  const sent = { outboxId: 7, from: 'noreply@huntaze.com', to: 'a@example.com', subject: 's', html: '', text }
  await createMailboxTransport(world.ctx).send(sent)
  const [message] = await listMailbox(world.ctx, { limit: 1 })
  await openAsScanner(world.ctx, message?.id ?? 0, 'get', get)
  expect(asked.map(({ url }) => url.origin)).toEqual([world.ctx.env.appUrl])
})

it.each([
  [{ id: 999_999, as: 'get' }, 404],
  [{ id: 1, as: 'everything' }, 400],
  [{ id: 'x', as: 'get' }, 400],
  [{ id: 1, as: 'get', url: 'http://169.254.169.254/' }, 400],
])('POST /api/mailbox/open %o is refused with %i', async (json, status) => {
  expect((await call('POST', '/api/mailbox/open', { json })).status).toBe(status)
})

it('does not exist where mail really goes out', async () => {
  const { env } = world.ctx
  world.ctx.env = { ...env, email: { ...env.email, transport: 'ses' } }
  const { status } = await call('POST', '/api/mailbox/open', { json: { id: 1, as: 'get' } })
  world.ctx.env = env
  expect(status).toBe(404)
})
