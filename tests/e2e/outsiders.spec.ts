import { WAYS } from '../support/next-server'
import { type OddRequest, oddRequests } from '../support/odd-requests'
import { rawConnection } from '../support/raw-connection'
import { expect, test } from './fixtures'

/** The status that one request is answered with, alone on its connection. */
async function statusOf(url: string, { line, headers, body }: OddRequest): Promise<number> {
  const connection = await rawConnection(url)
  const fields = [`Host: ${new URL(url).host}`, 'Connection: close', ...headers]
  if (body || line.startsWith('POST')) fields.push(`Content-Length: ${Buffer.byteLength(body, 'latin1')}`)
  connection.write(Buffer.from(`${line} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n${body}`, 'latin1'))
  await connection.until(/^HTTP\/1\.1 \d{3} /, 20_000)
  connection.reset()
  return Number(connection.answer.slice(9, 12))
}

/** A server action's name, as a version of ours with such forms had it. */
const ACTION = '60'.padEnd(42, 'a')

for (const [name, start] of WAYS)
  test(`${name} answers nothing that an outsider sends as a failure of ours`, async () => {
    test.setTimeout(120_000)
    const app = await start()
    const started = app.output.length
    const requests = [...oddRequests(app.url, ACTION)]
    expect(requests.length).toBeGreaterThan(700)
    const failed: string[] = []
    const lane = async () => {
      for (let next = requests.pop(); next; next = requests.pop()) {
        const status = await statusOf(app.url, next)
        if (status >= 500) failed.push(`${status} ${JSON.stringify(next).slice(0, 300)}`)
      }
    }
    await Promise.all(Array.from({ length: 4 }, lane))
    await app.stop()
    expect(failed).toEqual([])
    const written = app.output.slice(started)
    expect(written.filter((line) => line.includes('"level":"error"'))).toEqual([])
    // Nothing that a sender chose.
    expect(written.filter((line) => !/^\{/.test(line))).toEqual([])
  })

for (const [name, path, headers, status, text] of [
  [
    'another site’s form',
    '/login',
    { origin: 'https://evil.test', 'accept-language': 'en' },
    403,
    'our pages',
  ],
  [
    'a form without a boundary',
    '/',
    { 'content-type': 'multipart/form-data' },
    405,
    'n’accepte pas ce type de demande',
  ],
  ['a server action by script', '/login', { 'next-action': 'x' }, 405, 'n’accepte pas ce type de demande'],
] as const)
  test(`${name} is refused in the visitor’s language`, async ({ app }) => {
    const response = await fetch(app.url + path, { method: 'POST', headers, body: 'x' })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toContain(text)
  })

test('the router of our own pages is understood', async ({ app }) => {
  const state = encodeURIComponent(
    JSON.stringify(['', { children: ['login', { children: ['__PAGE__', {}] }] }, null, 'refetch']),
  )
  const response = await fetch(`${app.url}/login`, { headers: { rsc: '1', 'next-router-state-tree': state } })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/x-component'])
})
