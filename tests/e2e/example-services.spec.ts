import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { parseEnv } from '../../lib/kernel/env/env'
import { openKey, signToken } from '../../lib/service-token/key'
import { connect, type Kit } from '../kit/kit'
import { type App, startApp } from '../support/app'
import { aSigner, jwtOf } from '../support/browser-proofs'
import { EXAMPLE_SERVICES, type RunningService, startExample } from '../support/example-services'
import { freePort } from '../support/free-port'
import { bundleScript, runScript } from '../support/scripts'
import { test as base, expect } from './fixtures'
import { query } from './steps'

const AUDIENCE = 'shop'
/** The promise: a service knows of a sign-out within so many milliseconds. */
const KNOWN_WITHIN = 5000

/** A service beside the app: how it is configured, and what it answers. */
type Beside = {
  restart(): Promise<void>
  ask(token: string): Promise<{ status: number; body: unknown }>
  tell(headers: Record<string, string>, body: string): Promise<number>
  secret: string
}

const test = base.extend<{ huntaze: Kit }, { app: App }>({
  huntaze: async ({ app }, use) => await use(connect(app.url)),
  app: [
    async ({ browserName: _none }, use) => {
      await Promise.all([bundleScript('webhook'), bundleScript('keys')])
      const app = await startApp({ SERVICE_AUDIENCES: `${AUDIENCE},stats`, WEBHOOK_ALLOW_PRIVATE: '1' })
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

const command = async (app: App, name: string, ...args: string[]): Promise<string> => {
  const { code, out, err } = await runScript(name, app.env, args)
  expect([code, err]).toEqual([0, ''])
  return out
}

/** Tells the app of the service's address, and starts the service with the secret. */
async function beside(
  app: App,
  example: (typeof EXAMPLE_SERVICES)[number],
): Promise<Beside & { stop(): Promise<void> }> {
  const port = await freePort()
  const added = await command(app, 'webhook', 'add', `http://127.0.0.1:${port}/events`)
  const [secret = ''] = /whsec_\S+/.exec(added) ?? []
  const settings = { HUNTAZE_URL: app.url, AUDIENCE, WEBHOOK_SECRET: secret, PORT: String(port) }
  let running: RunningService = await startExample(example, settings)
  // It refuses tokens of the second in which it began.
  const begun = () => sleep(1000)
  await begun()
  return {
    secret,
    async restart() {
      await running.stop()
      running = await startExample(example, settings)
      await begun()
    },
    async ask(token) {
      const answer = await fetch(`${running.url}/me`, { headers: { authorization: `Bearer ${token}` } })
      return { status: answer.status, body: await answer.json() }
    },
    async tell(headers, body) {
      const answer = await fetch(`${running.url}/events`, { method: 'POST', headers, body })
      await answer.arrayBuffer()
      return answer.status
    },
    async stop() {
      expect(await running.stop()).toBe(0)
      await query(app, 'delete from webhook_endpoints')
    },
  }
}

const now = () => Math.floor(Date.now() / 1000)

/** Signs claims as the app would, with its own key. */
async function signed(app: App, more: Record<string, unknown>): Promise<string> {
  const [row] = await query<{ kid: string; sealed: Buffer }>(
    app,
    'select kid, sealed from service_keys order by signs_at desc limit 1',
  )
  const key = row && openKey(parseEnv(app.env), row)
  if (!row || !key) throw new Error('the app has no key yet')
  const claims = {
    iss: app.url,
    aud: AUDIENCE,
    sub: `usr_${'0'.repeat(32)}`,
    sid: 'a-session',
    email_verified: true,
    jti: 'a-token',
    iat: now(),
    exp: now() + 300,
    ...more,
  }
  return await signToken({ kid: row.kid, key }, claims)
}

const signature = (secret: string, id: string, at: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${at}.${body}`)
    .digest('base64')}`

const headersOf = (secret: string, id: string, at: number, body: string) => ({
  'webhook-id': id,
  'webhook-timestamp': String(at),
  'webhook-signature': signature(secret, id, at, body),
})

for (const example of EXAMPLE_SERVICES)
  test.describe(`the example in ${example.name}`, () => {
    test.skip(example.missing !== '', example.missing)

    let service: Awaited<ReturnType<typeof beside>>
    test.beforeAll(async ({ app }) => {
      service = await beside(app, example)
    })
    test.afterAll(() => service?.stop())

    test('takes a token of its own, and knows the person again', async ({ huntaze }) => {
      const jean = await huntaze.unverifiedPerson()
      const token = await huntaze.serviceToken(jean, AUDIENCE)
      const person = expect.stringMatching(/^usr_[0-9a-f]{32}$/)
      expect(await service.ask(token)).toEqual({
        status: 200,
        body: { person, isVerified: false, visits: 1 },
      })
      const next = await huntaze.serviceToken(jean, AUDIENCE)
      expect(await service.ask(next)).toMatchObject({ status: 200, body: { visits: 2 } })
    })

    test('refuses what is forged, over, or for others', async ({ app, huntaze }) => {
      const good = await huntaze.serviceToken(await huntaze.unverifiedPerson(), AUDIENCE)
      const [header = '', payload = '', proof = ''] = good.split('.')
      const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
      const jwks = (await (await fetch(`${app.url}/.well-known/jwks.json`)).json()) as { keys: object[] }
      const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'usr_other' })).toString('base64url')
      const byPublicKey = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid })
      const tokens = {
        'no token': '',
        'no JWT': 'abc',
        'changed claims': `${header}.${changed}.${proof}`,
        "a stranger's key under our name": jwtOf({ alg: 'ES256', kid }, claims, aSigner('ES256')),
        "a stranger's key": jwtOf({ alg: 'ES256', kid: 'other' }, claims, aSigner('ES256')),
        unsigned: jwtOf({ alg: 'none', kid }, claims, null),
        'the public key as a secret': await byPublicKey.sign(Buffer.from(JSON.stringify(jwks.keys[0]))),
        expired: await signed(app, { iat: now() - 400, exp: now() - 100 }),
        'of another service': await huntaze.serviceToken(await huntaze.unverifiedPerson(), 'stats'),
        'of another issuer': await signed(app, { iss: 'https://other.example' }),
        'without an end': await signed(app, { exp: undefined }),
        'without a session': await signed(app, { sid: undefined }),
        'older than the process': await signed(app, { iat: now() - 200 }),
      }
      const answers = await Promise.all(
        Object.entries(tokens).map(async ([name, token]) => [name, (await service.ask(token)).status]),
      )
      expect(answers).toEqual(Object.keys(tokens).map((name) => [name, 401]))
      // The control: the same maker of tokens, and nothing wrong.
      expect((await service.ask(await signed(app, {}))).status).toBe(200)
      expect((await service.ask(good)).status).toBe(200)
    })

    test('knows of a sign-out within five seconds, also after its own restart', async ({ huntaze }) => {
      const jean = await huntaze.unverifiedPerson()
      const [token, another] = [
        await huntaze.serviceToken(jean, AUDIENCE),
        await huntaze.serviceToken(await huntaze.unverifiedPerson(), AUDIENCE),
      ]
      expect((await service.ask(token)).status).toBe(200)
      await huntaze.signOut(jean)
      await expect
        .poll(async () => (await service.ask(token)).status, { timeout: KNOWN_WITHIN, intervals: [100] })
        .toBe(401)
      expect((await service.ask(another)).status).toBe(200)
      await service.restart()
      expect((await service.ask(token)).status).toBe(401)
    })

    test('takes our events alone, each once, and forgets a person who is gone', async ({ huntaze }) => {
      const { secret } = service
      const token = await huntaze.serviceToken(await huntaze.unverifiedPerson(), AUDIENCE)
      const visits = async () =>
        ((await service.ask(token)).body as { visits: number; person: string }).visits
      expect([await visits(), await visits()]).toEqual([1, 2])
      const { person } = (await service.ask(token)).body as { person: string }
      const body = JSON.stringify({ id: 'evt_1', type: 'user.deleted', data: { user: person } })
      const headers = headersOf(secret, 'evt_1', now(), body)
      const wrong = {
        'no headers': [{}, body],
        'another body': [headers, body.replace('deleted', 'enabled')],
        'another id': [{ ...headers, 'webhook-id': 'evt_2' }, body],
        'another secret': [headersOf(`whsec_${'A'.repeat(32)}`, 'evt_1', now(), body), body],
        'too old': [headersOf(secret, 'evt_1', now() - 400, body), body],
        'too early': [headersOf(secret, 'evt_1', now() + 400, body), body],
        'no timestamp': [{ ...headers, 'webhook-timestamp': 'soon' }, body],
        'no JSON': [headersOf(secret, 'evt_3', now(), '{'), '{'],
        'too long': [headersOf(secret, 'evt_4', now(), ' '.repeat(20_000)), ' '.repeat(20_000)],
      } as Record<string, [Record<string, string>, string]>
      for (const [name, [sent, content]] of Object.entries(wrong))
        expect([name, await service.tell(sent, content)]).toEqual([name, 400])
      expect(await visits()).toBe(4)
      // Two signatures: the secret is being changed.
      const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }
      expect(await service.tell(both, body)).toBe(204)
      expect(await visits()).toBe(1)
      expect(await service.tell(headersOf(secret, 'evt_1', now(), body), body)).toBe(204)
      expect(await visits()).toBe(2)
    })

    test('refuses no valid token while the keys rotate', async ({ app, huntaze }) => {
      const jean = await huntaze.unverifiedPerson()
      const before = await huntaze.serviceToken(jean, AUDIENCE)
      expect((await service.ask(before)).status).toBe(200)
      const known = Date.now()
      await command(app, 'keys', 'rotate')
      expect((await service.ask(await huntaze.serviceToken(jean, AUDIENCE))).status).toBe(200)
      // A day passes for the keys.
      await query(
        app,
        `update service_keys set signs_at = signs_at - interval '1 day', retires_at = retires_at - interval '1 day'`,
      )
      const after = await huntaze.serviceToken(jean, AUDIENCE)
      const kidOf = (token: string) => Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()
      expect(kidOf(after)).not.toBe(kidOf(before))
      // Between two questions for keys are five seconds: in the day that was left out, there were many.
      await sleep(Math.max(0, known + 5500 - Date.now()))
      expect((await service.ask(after)).status).toBe(200)
      expect((await service.ask(before)).status).toBe(200)
    })
  })

for (const example of EXAMPLE_SERVICES)
  test(`the example in ${example.name} asks for keys at most every five seconds, and says when it cannot`, async () => {
    test.skip(example.missing !== '', example.missing)
    let asked = 0
    const issuer = createServer((_, response) => {
      asked += 1
      response.writeHead(500).end()
    })
    const [issuerPort, port] = [await freePort(), await freePort()]
    issuer.listen(issuerPort, '127.0.0.1')
    const url = `http://127.0.0.1:${issuerPort}`
    const running = await startExample(example, {
      HUNTAZE_URL: url,
      AUDIENCE,
      WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}`,
      PORT: String(port),
    })
    try {
      const ask = async (kid: string) => {
        const token = jwtOf({ alg: 'ES256', kid }, { iss: url, aud: AUDIENCE }, aSigner('ES256'))
        const answer = await fetch(`${running.url}/me`, { headers: { authorization: `Bearer ${token}` } })
        await answer.arrayBuffer()
        return answer.status
      }
      expect(await ask('one')).toBe(503)
      issuer.removeAllListeners('request').on('request', (_, response) => {
        asked += 1
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ keys: [aSigner('ES256', 'known').jwk] }))
      })
      await expect.poll(() => ask('known'), { timeout: 8000 }).toBe(401)
      const before = asked
      const statuses = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(`unknown-${index}`)))
      expect([...new Set(statuses)]).toEqual([401])
      expect(asked - before).toBeLessThanOrEqual(1)
    } finally {
      await running.stop()
      issuer.closeAllConnections()
      issuer.close()
    }
  })
