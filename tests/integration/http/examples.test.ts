import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../lib/db/client'
import { MINUTE } from '../../../lib/kernel/clock'
import { createFront } from '../../../server/front'
import { document } from '../../examples/session/document'
import { POST as rename } from '../../examples/session/form-route'
import { GET as getStudios } from '../../examples/session/operator-route'
import { GET } from '../../examples/session/route'
import { whoSent } from '../../examples/session/service'
import { DELETE as close } from '../../examples/session/starred-route'
import { renameStudio } from '../../examples/session/studios'
import { apiRequest, call, sessionOf } from '../../support/api'
import { type Init, withSession } from '../../support/api-requests'
import { anOperator } from '../../support/operators'
import { aRegisteredUser, freshEmail, PASSWORD, type TestUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const example = (name: string): string =>
  readFileSync(new URL(`../../examples/session/${name}`, import.meta.url), 'utf8')

const world = sharedWorld({ isServed: true })
let jean: TestUser
let jeans: Request
beforeAll(async () => {
  jean = await aRegisteredUser(world, freshEmail())
  jeans = new Request('https://studio.huntaze.test/', withSession(jean))
})

it.each([
  [
    'docs/USING_THE_SESSION.md',
    [
      'page.tsx',
      'route.ts',
      'form-route.ts',
      'starred-route.ts',
      'starred-form.tsx',
      'operator-page.tsx',
      'operator-route.ts',
      'service.ts',
      'reader.sql',
    ],
  ],
  ['docs/decisions/0018-openapi.md', ['document.ts']],
])('%s shows the very files that are compiled and run', (guide, names) => {
  const text = readFileSync(new URL(`../../../${guide}`, import.meta.url), 'utf8')
  const shown = [...text.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, listing]) => listing)
  expect(shown).toEqual(names.map(example))
})

describe('the handler', () => {
  it('answers who is signed in, and nobody else', async () => {
    await renameStudio(jean.user.id, 'Chez Jean')
    const response = await GET(apiRequest('GET', '/api/studio', withSession(jean)))
    const answer = await response.json()
    expect(answer).toEqual({ owner: 'Jean Dupont', studio: 'Chez Jean' })
    expect(document.GET?.answers[200]).toMatchObject({ example: answer })
    const nobody = await GET(apiRequest('GET', '/api/studio'))
    expect(nobody.status).toBe(401)
    expect(await nobody.json()).toMatchObject({ code: 'unauthenticated' })
  })
})

describe('the form', () => {
  it('renames by JSON and by plain form alike', async () => {
    const post = (type: string, body: string) =>
      rename(
        apiRequest('POST', '/api/studio/name', {
          body,
          headers: { ...withSession(jean).headers, 'content-type': type, 'sec-fetch-site': 'same-origin' },
        }),
      )
    const named = async () => (await GET(apiRequest('GET', '/api/studio', withSession(jean)))).json()
    expect((await post('application/json', '{"name":"Un"}')).status).toBe(200)
    expect(await named()).toMatchObject({ studio: 'Un' })
    const answer = await post('application/x-www-form-urlencoded', 'name=Deux')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/studio'])
    expect(await named()).toMatchObject({ studio: 'Deux' })
  })
})

describe('the form of an act that needs a fresh proof', () => {
  it('does it in one request with the password, by JSON and by plain form alike', async () => {
    let { jwt } = await aRegisteredUser(world, freshEmail())
    const send = (method: 'DELETE' | 'POST', type: string, body: string) =>
      close(
        apiRequest(method, '/api/studio/name', {
          body,
          headers: { ...withSession({ jwt }).headers, 'content-type': type, 'sec-fetch-site': 'same-origin' },
        }),
      )
    world.ctx.now.advance(11 * MINUTE)
    const refused = await send('DELETE', 'application/json', '{}')
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'proof_needed' }])
    const done = await send('DELETE', 'application/json', JSON.stringify({ password: PASSWORD }))
    expect(done.status).toBe(200)
    jwt = sessionOf(done)
    const plain = await send('POST', 'application/x-www-form-urlencoded', 'method=DELETE')
    expect([plain.status, plain.headers.get('location')]).toEqual([303, '/studio'])
  })
})

describe('the handler for operators', () => {
  it('answers them, and tells everybody else why not', async () => {
    const ask = async (init?: Init) => {
      const response = await getStudios(apiRequest('GET', '/api/monitoring/studios', init))
      return [response.status, await response.json()]
    }
    expect(await ask(withSession(await anOperator(world)))).toEqual([200, { studios: expect.any(Number) }])
    expect(await ask(withSession(jean))).toEqual([403, expect.objectContaining({ code: 'forbidden' })])
    expect(await ask()).toEqual([401, expect.objectContaining({ code: 'unauthenticated' })])
  })
})

describe('the service', () => {
  const server = () => createFront({ env: world.ctx.env, log: world.ctx.log, renderPage: async () => {} })
  let front: ReturnType<typeof server>
  let appUrl: string
  beforeAll(async () => {
    front = server().listen(0, '127.0.0.1')
    await once(front, 'listening')
    appUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  })
  afterAll(() => {
    world.serve()
    front.close().closeAllConnections()
  })

  it('learns who sent a request, until they sign out', async () => {
    expect(await whoSent(jeans, appUrl)).toEqual(jean.user)
    expect(await whoSent(new Request('https://studio.huntaze.test/'), appUrl)).toBeNull()
    await call('POST', '/api/auth/logout', withSession(jean))
    expect(await whoSent(jeans, appUrl)).toBeNull()
  })

  it('is not told "nobody" when nobody can tell', async () => {
    const away = openDatabase('postgres://somebody@127.0.0.1:1/huntaze', world.ctx.log)
    world.serve({ ctx: { ...world.ctx, db: away.db } })
    await expect(whoSent(jeans, appUrl)).rejects.toThrow('Huntaze Auth answered 503')
    await away.pool.end()
  })
})

describe('the role', () => {
  it.each([
    ['select id, name, email, email_verified, created_at from users', true],
    ['select password_hash from users', false],
    ['select * from users', false],
    ['select token_hash from sessions', false],
    ["update users set name = ''", false],
  ])('%s: %s', async (statement, isAllowed) => {
    const client = await world.pool.connect()
    try {
      // A role belongs to the whole server: it is never committed here.
      await client.query(`begin; ${example('reader.sql')} set local role huntaze_reader;`)
      const asked = client.query(statement)
      if (isAllowed) expect((await asked).rowCount).toBeGreaterThan(0)
      else await expect(asked).rejects.toMatchObject({ code: '42501' })
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
