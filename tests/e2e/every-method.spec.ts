import { API_ROUTES } from '../../app/api/routes'
import type { App } from '../support/app'
import { WAYS } from '../support/next-server'
import { rawConnection } from '../support/raw-connection'
import { expect, test } from './fixtures'

/** A route's path with something in its segments in braces. */
const filled = (path: string): string => path.replace(/\{\w+\}/g, '1')

const METHODS = `GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT
  PROPFIND MKCOL COPY LOCK SEARCH REPORT M-SEARCH PURGE QUERY LINK TRACK FOO`.split(/\s+/)

const PAGES = [
  '/',
  '/login',
  '/dashboard',
  '/monitoring/users',
  '/mailbox',
  '/nowhere',
  '/icon.svg',
  '/_next',
]

/** Everything that a text on a connection of its own is answered with, until the server closes it. */
async function answerTo(app: App, text: string): Promise<string> {
  const connection = await rawConnection(app.url)
  connection.write(text)
  await connection.untilClosed(10_000).finally(() => connection.reset())
  return connection.answer
}

const head = (app: App, line: string, headers: string[] = []): string =>
  `${line} HTTP/1.1\r\nHost: ${new URL(app.url).host}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`

const closing = (app: App, line: string, ...headers: string[]) =>
  head(app, line, ['Connection: close', ...headers])

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])

/** The text of the `Allow` header, in either case. */
const allowOf = (answer: string): string | undefined => /\r\nallow: (.*)\r\n/i.exec(answer)?.[1]

/** The offers of curl --http2 and of Java's HttpClient, and a browser's of a socket. */
const OFFERS = {
  h2c: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'],
  websocket: [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
  ],
  'what nobody knows': ['Connection: upgrade', 'Upgrade: spice/3, x'],
}

for (const [name, start] of WAYS)
  test.describe(`${name}`, () => {
    let app: App
    let asset: string

    test.beforeAll(async () => {
      app = await start()
      const page = await (await fetch(`${app.url}/login`)).text()
      asset = /\/_next\/static\/[^"]+[.]css/.exec(page)?.[0] ?? ''
      expect((await fetch(app.url + asset)).status).toBe(200)
    })
    test.afterAll(() => app.stop())

    // ASVS 4.1.4, 13.4.4
    test('fails at no method on any path', async () => {
      test.setTimeout(120_000)
      const paths = [
        ...PAGES,
        asset,
        '/_next/static/none.js',
        '/api/none',
        ...Object.keys(API_ROUTES).map(filled),
      ]
      const asked = paths.flatMap((path) => METHODS.map((method) => `${method} ${path}`))
      const seen = new Map<string, string>()
      const lane = async () => {
        for (let line = asked.pop(); line; line = asked.pop())
          seen.set(line, await answerTo(app, closing(app, line, 'Content-Length: 0')))
      }
      await Promise.all(Array.from({ length: 8 }, lane))
      const failed = [...seen].filter(([, answer]) => !(statusOf(answer) < 500))
      // Not ready without mail or a worker: that is its answer.
      expect(failed.filter(([line]) => !line.endsWith('/api/health/ready'))).toEqual([])
      for (const [line, answer] of seen) {
        const [method = '', path = ''] = line.split(' ')
        if (method === 'OPTIONS') expect([line, statusOf(answer)]).toEqual([line, 204])
        if (method === 'OPTIONS' || statusOf(answer) === 405)
          expect(allowOf(answer), line).toContain(path.startsWith('/api/') ? 'OPTIONS' : 'GET, HEAD, OPTIONS')
        // Node.js refuses names that are no method before anybody sees them.
        if (method === 'FOO' || method === 'TRACK') expect([line, statusOf(answer)]).toEqual([line, 400])
        else if (METHODS.indexOf(method) > METHODS.indexOf('OPTIONS'))
          expect([line, statusOf(answer)]).toEqual([line, 405])
      }
    })

    test('answers the checks of load balancers', async () => {
      for (const line of ['OPTIONS /', 'OPTIONS /login', 'OPTIONS *']) {
        // HTTP/1.0, and no Host, as HAProxy asks.
        const answer = await answerTo(app, `${line} HTTP/1.0\r\n\r\n`)
        expect([line, statusOf(answer), allowOf(answer)]).toEqual([
          line,
          204,
          expect.stringMatching(/^GET, HEAD/),
        ])
        expect(answer).not.toMatch(/\r\n(content-length|transfer-encoding):/i)
      }
      const twice = head(app, 'OPTIONS /') + closing(app, 'OPTIONS /')
      expect((await answerTo(app, twice)).match(/HTTP\/1\.1 204/g)).toHaveLength(2)
    })

    for (const [offer, headers] of Object.entries(OFFERS)) {
      test(`ignores an offer of another protocol: ${offer}`, async () => {
        for (const [line, status] of [
          ['GET /api/health', 200],
          ['GET /login', 200],
          [`GET ${asset}`, 200],
          ['GET /nowhere', 404],
          ['GET /_next/hmr', 404],
          ['OPTIONS /', 204],
        ] as const) {
          const answer = await answerTo(app, head(app, line, headers))
          expect([line, statusOf(answer)]).toEqual([line, status])
        }
        const body = '{"email":"nobody@example.com"}'
        const post = [...headers, 'Content-Type: application/json', `Content-Length: ${body.length}`]
        expect(await answerTo(app, head(app, 'POST /api/auth/login', post) + body)).toMatch(
          /^HTTP\/1\.1 400 [\s\S]*invalid_input/,
        )
        // The connection ends with the answer: a request in one piece with the offer is not waited for.
        const both = head(app, 'GET /api/health', headers) + head(app, 'GET /api/health')
        expect((await answerTo(app, both)).match(/HTTP\/1\.1 200/g)).toHaveLength(1)
      })
    }

    test('answers HTTP/2 that was not agreed on, and other expectations, with a refusal', async () => {
      expect(statusOf(await answerTo(app, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'))).toBe(400)
      expect(statusOf(await answerTo(app, closing(app, 'GET /login', 'Expect: 200-ok')))).toBe(417)
    })

    test('lets a client wait for 100 before it sends a body, and ignores TE', async () => {
      const connection = await rawConnection(app.url)
      const fields = ['Expect: 100-continue', 'TE: trailers, deflate', 'Content-Type: application/json']
      connection.write(closing(app, 'POST /api/auth/login', ...fields, 'Content-Length: 2'))
      await connection.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/)
      connection.write('{}')
      await connection.until(/HTTP\/1\.1 400 [\s\S]*invalid_input/)
      connection.reset()
    })
  })
