import { setTimeout as sleep } from 'node:timers/promises'
import { type RawConnection, rawConnection } from '../support/raw-connection'
import { expect, test } from './fixtures'

const KIB = 1024
const HEALTH = 'GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n'
const IS_HEALTHY = /HTTP\/1\.1 200 OK[\s\S]*{"status":"ok"}/

/** A request's head, and a body of `size` bytes as declared by `framing`. */
const head = (line: string, headers: string[]): string =>
  `${line} HTTP/1.1\r\nHost: localhost\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`

const declared = (line: string, type: string, size: number): string =>
  head(line, [`Content-Type: ${type}`, `Content-Length: ${size}`]) + 'x'.repeat(size)

const chunked = (line: string, type: string, size: number): string => {
  const chunk = `${(16 * KIB).toString(16)}\r\n${'x'.repeat(16 * KIB)}\r\n`
  const chunks = chunk.repeat(size / (16 * KIB))
  return `${head(line, [`Content-Type: ${type}`, 'Transfer-Encoding: chunked'])}${chunks}0\r\n\r\n`
}

/** Asks for something else after an early answer, as a client does: here if the connection stays, else on a new one. */
async function askAgain(connection: RawConnection, url: string): Promise<void> {
  if (!/\r\nConnection: close\r\n/i.test(connection.answer)) {
    connection.write(HEALTH)
    return connection.until(IS_HEALTHY)
  }
  await connection.untilClosed(5000)
  expect(connection.failure).toBeUndefined()
  const next = await rawConnection(url)
  next.write(HEALTH)
  await next.until(IS_HEALTHY)
  next.reset()
}

// ASVS 15.2.2
test.describe('an answer before the request’s end', () => {
  for (const [name, request, status] of [
    ['413, its length declared', declared('POST /api/auth/login', 'application/json', 200 * KIB), 413],
    ['413, in chunks', chunked('POST /api/auth/login', 'application/json', 1024 * KIB), 413],
    ['415', declared('POST /api/auth/register', 'text/plain', 1024 * KIB), 415],
    ['415, in chunks', chunked('POST /api/auth/register', 'text/plain', 1024 * KIB), 415],
    ['200 to a body nobody reads', declared('POST /api/auth/logout', 'application/json', 200 * KIB), 200],
    ['200 to a small body nobody reads', declared('POST /api/auth/logout', 'application/json', 2), 200],
    ['200 to a GET with a body', declared('GET /api/health', 'text/plain', 1024 * KIB), 200],
    ['404 below /api', declared('POST /api/nothing', 'text/plain', 1024 * KIB), 404],
    ['405', declared('PROPFIND /api/auth/login', 'text/plain', 1024 * KIB), 405],
    ['a page', declared('GET /login', 'text/plain', 1024 * KIB), 200],
    ['a page that is posted to', declared('POST /login', 'text/plain', 1024 * KIB), '(200|40.|413)'],
    [
      'a form that is too large',
      declared('POST /login', 'multipart/form-data; boundary=x', 1024 * KIB),
      '\\d{3}',
    ],
  ] as const) {
    test(`${name}: it arrives, and so does the next one`, async ({ app }) => {
      const connection = await rawConnection(app.url)
      connection.write(request)
      await connection.until(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\r\n\r\n`))
      await askAgain(connection, app.url)
      connection.reset()
    })
  }

  test('a refused client that never sends its body is let go', async ({ app }) => {
    const connection = await rawConnection(app.url)
    connection.write(
      head('POST /api/auth/login', ['Content-Type: application/json', `Content-Length: ${1024 * KIB}`]),
    )
    await connection.until(/^HTTP\/1\.1 413 [\s\S]*body_too_large/, 1500)
    expect(await connection.untilClosed(5000)).toBeLessThan(4000)
  })

  test('a connection serves several small requests', async ({ app }) => {
    const connection = await rawConnection(app.url)
    const login = '{"email":"nobody@example.com"}'
    connection.write(
      head('POST /api/auth/login', ['Content-Type: application/json', `Content-Length: ${login.length}`]) +
        login,
    )
    connection.write(HEALTH)
    await connection.until(/^HTTP\/1\.1 400 [\s\S]*invalid_input[\s\S]*{"status":"ok"}/)
    connection.reset()
  })
})

// ASVS 1.4.3
test('a client that hangs up in the middle of its body is no failure of ours', async ({ app }) => {
  const before = app.output.length
  for (const framing of [`Content-Length: ${10 * KIB}`, 'Transfer-Encoding: chunked']) {
    const connection = await rawConnection(app.url)
    connection.write(
      `${head('POST /api/auth/login', ['Content-Type: application/json', framing])}400\r\n{"email"`,
    )
    await sleep(200)
    connection.reset()
  }
  const logged = () =>
    app.output.slice(before).map((line) => JSON.parse(line) as { level: string; event: string })
  await expect.poll(() => logged().filter(({ event }) => event === 'client_gone')).toHaveLength(2)
  expect(logged().filter(({ level }) => level !== 'info')).toEqual([])
})

test('a client that dribbles is let go: 10 s for headers, 15 s for the whole request', async ({ app }) => {
  test.setTimeout(45_000)
  const timed = async (text: string, drop: string): Promise<{ after: number; answer: string }> => {
    const connection = await rawConnection(app.url)
    connection.write(text)
    const dribble = setInterval(() => connection.isClosed || connection.write(drop), 1000)
    const after = await connection.untilClosed(25_000).finally(() => clearInterval(dribble))
    return { after, answer: connection.answer }
  }
  const [headers, body, form] = await Promise.all([
    timed('GET /api/health HTTP/1.1\r\nHost: localhost\r\n', 'X-Slow: 1\r\n'),
    timed(head('POST /api/auth/login', ['Content-Type: application/json', 'Content-Length: 1000']), ' '),
    timed(
      head('POST /api/auth/login', [
        'Content-Type: application/x-www-form-urlencoded',
        'Sec-Fetch-Site: same-origin',
        'Content-Length: 1000',
      ]),
      ' ',
    ),
  ])
  expect(headers.after).toBeGreaterThan(9_500)
  expect(headers.after).toBeLessThan(13_000)
  expect(headers.answer).toMatch(/^HTTP\/1\.1 408/)
  for (const { after } of [body, form]) {
    expect(after).toBeGreaterThan(14_500)
    expect(after).toBeLessThan(18_000)
  }
})

test.describe('a request line', () => {
  for (const [line, status] of [
    ['GET http://evil.test/?lang=en', 400],
    ['GET http://evil.test/api/health', 400],
    ['POST https://evil.test/login', 400],
    ['GET *', 400],
  ] as const) {
    test(`${line} is refused`, async ({ app }) => {
      const connection = await rawConnection(app.url)
      connection.write(head(line, ['Content-Length: 0']))
      await connection.until(new RegExp(`^HTTP/1\\.1 ${status} `))
      await connection.untilClosed(3000)
      expect(connection.answer).not.toContain('evil.test')
    })
  }

  for (const path of ['//evil.test/?lang=en', '/\\evil.test', '//evil.test/%2e%2e']) {
    test(`GET ${path} leads nowhere else`, async ({ app }) => {
      const connection = await rawConnection(app.url)
      connection.write(head(`GET ${path}`, ['Connection: close']))
      await connection.untilClosed(5000)
      expect(connection.answer).toMatch(/^HTTP\/1\.1 (30\d|40\d) /)
      const [, location = ''] = /\r\nlocation: (.*)\r\n/i.exec(connection.answer) ?? []
      expect(new URL(location, app.url).origin).toBe(app.url)
    })
  }

  test('CONNECT gets no tunnel', async ({ app }) => {
    const connection = await rawConnection(app.url)
    connection.write('CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n')
    await connection.untilClosed(3000)
    expect(connection.answer).toMatch(/^HTTP\/1\.1 405 /)
  })
})
