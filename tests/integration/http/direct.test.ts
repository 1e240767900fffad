import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIRECT_ROUTES } from '../../../app/api/direct-routes'
import { API_ROUTES } from '../../../app/api/routes'
import { setDisabled } from '../../../lib/account/change'
import type { DirectRoute } from '../../../lib/http/direct'
import { guardsOf } from '../../../lib/http/guard/guarded'
import { endPresentedSession } from '../../../lib/session/end'
import { createFront } from '../../../server/front'
import { rawConnection } from '../../support/raw-connection'
import { aRegisteredUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ isServed: true })

type Front = { url: string; close(): Promise<void> }

/** A server of ours on a free port; `directRoutes`: the routes that it answers directly. */
async function aFront(directRoutes: DirectRoute[]): Promise<Front> {
  const renderPage = async () => {
    throw new Error('no page was asked for')
  }
  const { env, log } = world.ctx
  const server = createFront({ env, log, renderPage, directRoutes }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Headers that differ from request to request: whether they are there is compared. */
const OWN = /^(date|x-request-id): .*/

/** The status line, the headers in the order of their names, and the body of an answer to a request as it is written. */
async function answerTo(front: Front, request: string) {
  const connection = await rawConnection(front.url)
  connection.write(request)
  await connection.until(/\r\n\r\n/)
  await connection.untilClosed(20_000)
  const [head = '', body] = connection.answer.split('\r\n\r\n')
  const [statusLine, ...headers] = head.split('\r\n')
  const named = headers.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()))
  return { statusLine, headers: named.map((line) => line.replace(OWN, '$1')).sort(), body }
}

type Told = { target?: string; method?: string; headers?: string[]; body?: string; version?: string }

const written = ({
  target = '/api/auth/me',
  method = 'GET',
  headers = [],
  body = '',
  version = '1.1',
}: Told) =>
  [
    `${method} ${target} HTTP/${version}`,
    'Host: auth.huntaze.test',
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n')

let direct: Front
let ordinary: Front
const jwts: Record<string, string> = {}

beforeAll(async () => {
  ;[direct, ordinary] = await Promise.all([aFront(DIRECT_ROUTES), aFront([])])
  for (const name of ['good', 'ended', 'disabled'])
    jwts[name] = (await aRegisteredUser(world, freshEmail())).jwt
  const { user, jwt } = await aRegisteredUser(world, freshEmail())
  jwts.disabled = jwt
  await setDisabled(world.ctx, user.id, world.ctx.now())
  await endPresentedSession(world.ctx, jwts.ended ?? null)
})

afterAll(async () => {
  await Promise.all([direct.close(), ordinary.close()])
})

const session = (name: string) => `Cookie: auth-token=${jwts[name] ?? name}`

/** Requests, each with the status of its answer. */
const REQUESTS: Record<string, [status: number, request: () => Told]> = {
  'a session': [200, () => ({ headers: [session('good')] })],
  'a session among other cookies': [
    200,
    () => ({ headers: [`Cookie: a=b; auth-token=${jwts.good}; locale=en`] }),
  ],
  'a session in the second of two Cookie headers': [
    200,
    () => ({ headers: ['Cookie: a=b', session('good')] }),
  ],
  'two sessions in one header': [
    401,
    () => ({ headers: [`Cookie: auth-token=${jwts.good}; auth-token=${jwts.good}`] }),
  ],
  'two sessions in two headers': [401, () => ({ headers: [session('good'), session('good')] })],
  'no cookie': [401, () => ({})],
  'an empty session': [401, () => ({ headers: ['Cookie: auth-token='] })],
  'a session that ended': [401, () => ({ headers: [session('ended')] })],
  'a session of a disabled account': [401, () => ({ headers: [session('disabled')] })],
  'a forged session': [401, () => ({ headers: [`${session('good')}x`] })],
  'an unreadable session': [401, () => ({ headers: ['Cookie: auth-token=é"\u0080'] })],
  English: [401, () => ({ headers: ['Accept-Language: en-GB,fr;q=0.5'] })],
  'English, chosen': [401, () => ({ headers: ['Accept-Language: fr', 'Cookie: locale=en'] })],
  'two languages in two headers': [401, () => ({ headers: ['Accept-Language: de', 'Accept-Language: en'] })],
  'a language that nobody speaks': [401, () => ({ headers: ['Accept-Language: ;;,q=,*'] })],
  'another site': [
    200,
    () => ({ headers: [session('good'), 'Origin: https://evil.test', 'Sec-Fetch-Site: cross-site'] }),
  ],
  'an empty query': [200, () => ({ target: '/api/auth/me?', headers: [session('good')] })],
  'a query': [200, () => ({ target: '/api/auth/me?x=1', headers: [session('good')] })],
  'another account shown': [409, () => ({ target: '/api/auth/me?account=x', headers: [session('good')] })],
  'a body': [200, () => ({ headers: [session('good'), 'Content-Length: 3'], body: 'abc' })],
  'a body in parts': [
    200,
    () => ({ headers: [session('good'), 'Transfer-Encoding: chunked'], body: '3\r\nabc\r\n0\r\n\r\n' }),
  ],
  'a body that never comes': [200, () => ({ headers: [session('good'), 'Content-Length: 3'] })],
  'an offer of another protocol': [200, () => ({ headers: [session('good'), 'Upgrade: h2c'] })],
  'a precondition': [200, () => ({ headers: [session('good'), 'If-None-Match: *'] })],
  'HTTP/1.0': [200, () => ({ headers: [session('good')], version: '1.0' })],
  HEAD: [200, () => ({ method: 'HEAD', headers: [session('good')] })],
  POST: [405, () => ({ method: 'POST', headers: [session('good'), 'Content-Length: 0'] })],
  DELETE: [405, () => ({ method: 'DELETE', headers: [session('good')] })],
  OPTIONS: [204, () => ({ method: 'OPTIONS' })],
}

describe('a direct route answers as its handler does', () => {
  for (const [name, [status, told]] of Object.entries(REQUESTS))
    it(`to ${name}`, async () => {
      const request = written(told())
      const [own, handlers] = [await answerTo(direct, request), await answerTo(ordinary, request)]
      expect(own.statusLine).toContain(` ${status} `)
      expect(own).toEqual(handlers)
    })

  it('while the database is away', async () => {
    await world.pool.query('alter table sessions rename to gone')
    const request = written({ headers: [session('good')] })
    try {
      const [own, handlers] = [await answerTo(direct, request), await answerTo(ordinary, request)]
      expect(own.statusLine).toContain(' 503 ')
      expect(own).toEqual(handlers)
    } finally {
      await world.pool.query('alter table gone rename to sessions')
    }
  })

  it('and with the same line in the log', async () => {
    const lines = async (front: Front) => {
      const before = world.logged.length
      await answerTo(front, written({ headers: [session('good')] }))
      const [line, ...more] = world.logged.slice(before).map((text) => JSON.parse(text))
      const { requestId, duration, time, ...fields } = line
      return { fields, own: [typeof requestId, typeof duration, typeof time], more }
    }
    expect(await lines(direct)).toEqual(await lines(ordinary))
  })
})

it('each direct route is a GET of the signed-in', () => {
  for (const { path } of DIRECT_ROUTES) {
    const route = API_ROUTES[path as keyof typeof API_ROUTES]
    expect(guardsOf(route.GET)).toHaveProperty('GET', 'session')
  }
})
