import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../../app/api/endpoint'
import type { ApiCall } from '../../../lib/http/api-call'
import { anyone } from '../../../lib/http/guard/open'
import { readInput } from '../../../lib/http/request/read-input'
import { MAX_BODY_BYTES } from '../../../lib/http/request/read-json'
import { json } from '../../../lib/http/response/json'
import { serveWithHandler } from '../../../server/web-handler'
import { apiRequest } from '../../support/api'
import { cookieValue, encoded, FORM_TYPE, OURS, openedBy } from '../../support/plain-forms'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ isServed: true })

const input = z.strictObject({ name: z.string().min(2, 'name_required') })

const echo = anyone(async (call: ApiCall) => {
  const read = await readInput(call, input)
  return read.ok ? json(200, { method: call.request.method, id: call.params.id, ...read.value }) : read
})

const thing = endpoint(
  '/api/things/{id}',
  { PATCH: echo, DELETE: echo },
  { page: () => '/things', done: () => '/done', keeps: ['name'] },
)
const PATH = '/api/things/a%20b'

const send = (
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  body: string,
  headers: Record<string, string> = {},
) => thing[method](apiRequest(method, PATH, { body, headers }))
const form = (fields: Record<string, string>, headers = OURS) =>
  send('POST', encoded(fields), { 'content-type': FORM_TYPE, ...headers })
const NAME = JSON.stringify({ name: 'Jean' })

describe.each(['PATCH', 'DELETE'] as const)('%s', (method) => {
  it('takes JSON, and the segments of its path', async () => {
    expect(await (await send(method, NAME)).json()).toEqual({ method, id: 'a b', name: 'Jean' })
  })

  it.each([
    [403, 'cross_site_request', NAME, { 'sec-fetch-site': 'same-site' }],
    [403, 'cross_site_request', NAME, { origin: 'https://evil.test' }],
    [415, 'unsupported_media_type', NAME, { 'content-type': 'text/plain' }],
    [415, 'unsupported_media_type', 'name=Jean', { 'content-type': FORM_TYPE, ...OURS }],
    [413, 'body_too_large', `"${'a'.repeat(MAX_BODY_BYTES)}"`, {}],
    [400, 'invalid_json', '{', {}],
    [400, 'invalid_input', '{"name":"Jean","method":"PATCH"}', {}],
  ])('is held to the rules of POST: %i %s', async (status, code, body, headers) => {
    const response = await send(method, body, headers)
    expect([response.status, (await response.json()).code]).toEqual([status, code])
  })

  it('is reached by a plain form, whose field `method` no schema sees', async () => {
    const done = await form({ name: 'Jean', method })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/done'])
    const refused = await form({ name: 'J', method })
    expect(refused.headers.get('location')).toBe('/things')
    expect(openedBy(world.ctx, '', '/things', cookieValue(refused))).toMatchObject({
      action: PATH,
      refusal: { code: 'invalid_input', fields: [{ field: 'name', code: 'name_required' }] },
      values: { name: 'J' },
    })
    const foreign = await form({ name: 'Jean', method }, { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
  })
})

it('a method that the route does not have is refused, as JSON and in a form', async () => {
  for (const response of [
    await send('POST', NAME),
    await send('PUT', NAME),
    await form({ name: 'Jean' }),
    await form({ name: 'Jean', method: 'PUT' }),
    await form({ name: 'Jean', method: 'patch' }),
  ]) {
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'PATCH, DELETE, OPTIONS'])
  }
})

it('a form’s field `method` of any other value is the route’s own', async () => {
  const seen: unknown[] = []
  const { POST } = endpoint(
    '/api/steps',
    {
      POST: anyone(async ({ form }) => {
        seen.push(form)
        return json(200, {})
      }),
    },
    { page: () => '/', done: () => '/' },
  )
  const fields = { method: 'totp', code: '123456' }
  await POST(
    apiRequest('POST', '/api/steps', {
      body: encoded(fields),
      headers: { 'content-type': FORM_TYPE, ...OURS },
    }),
  )
  expect(seen).toEqual([fields])
})

it('DELETE goes without a body through our own server, and keeps its connection', async () => {
  const { createServer } = await import('node:http')
  const { DELETE } = endpoint('/api/things/{id}', {
    DELETE: anyone(async ({ params }) => json(200, { ended: params.id })),
  })
  const server = createServer((incoming, outgoing) =>
    serveWithHandler(DELETE, incoming, outgoing, world.ctx.env.appUrl),
  )
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/api/things/7`, { method: 'DELETE' })
  expect([response.headers.get('connection'), await response.json()]).toEqual(['keep-alive', { ended: '7' }])
})
