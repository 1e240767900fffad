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

/** The name of the action behind the form that strangers see. */
async function actionOf(url: string): Promise<string> {
  const page = await (await fetch(url)).text()
  const [, action = ''] = /&quot;id&quot;:&quot;([0-9a-f]{42})/.exec(page) ?? []
  return action
}

test('nothing that an outsider sends is answered as a failure of ours', async ({ app }) => {
  test.setTimeout(120_000)
  // Tests before this one may have had the app fail on purpose.
  const before = app.output.length
  const action = await actionOf(`${app.url}/login`)
  expect(action).toHaveLength(42)
  const requests = [...oddRequests(app.url, action)]
  expect(requests.length).toBeGreaterThan(700)
  const failed: string[] = []
  const lane = async () => {
    for (let next = requests.pop(); next; next = requests.pop()) {
      const status = await statusOf(app.url, next)
      if (status >= 500) failed.push(`${status} ${JSON.stringify(next).slice(0, 300)}`)
    }
  }
  await Promise.all(Array.from({ length: 4 }, lane))
  expect(failed).toEqual([])
  const written = app.output.slice(before)
  expect(written.filter((line) => line.includes('"level":"error"'))).toEqual([])
  // Next.js says one line of its own when it starts, and nothing that a sender chose.
  expect(written.filter((line) => !/^(✓|\{)/.test(line))).toEqual([])
})

test('a form’s sender who resets the connection during the answer ends nothing', async ({ app }) => {
  test.setTimeout(120_000)
  const action = await actionOf(`${app.url}/login`)
  const forms = [...oddRequests(app.url, action)].filter(({ body }) => body.includes(action))
  expect(forms.length).toBeGreaterThan(20)
  for (let round = 0; round < 3; round++) await Promise.all(forms.map((form) => statusOf(app.url, form)))
  expect((await fetch(`${app.url}/api/health`)).status).toBe(200)
})

for (const [name, path, headers, status, text] of [
  [
    'another site’s form',
    '/login',
    { origin: 'https://evil.test', 'accept-language': 'en' },
    403,
    'our pages',
  ],
  ['a form without a boundary', '/', { 'content-type': 'multipart/form-data' }, 400, 'n’a pas pu être lue'],
  ['a server action by script', '/login', { 'next-action': 'x' }, 400, 'n’a pas pu être lue'],
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
