import { randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { type TestDatabase, testDatabase } from '../support/database'
import { postForm } from '../support/form-post'
import { freePort } from '../support/free-port'
import { hasNginx, type Nginx, startNginx } from '../support/nginx'
import { startStandIn } from '../support/nginx-stand-in'
import type { Service } from '../support/service'
import { accepted, type SesEndpoint, startSesEndpoint } from '../support/ses-endpoint'
import { makeStandalone, type Standalone } from '../support/standalone'
import { ask, PASSWORD, register, signInAndOut, verify, walkMainFlow } from '../support/walk'
import { queryOnce, withClient } from '../support/with-client'
import { expect, test } from './fixtures'

/** Failed sign-ins to one account from one network, before the next is turned away. */
const FAILURES = 10

let standalone: Standalone
let provider: SesEndpoint
let database: TestDatabase
let server: Service
let environment: Record<string, string>
let appPort: number
let proxyPort: number

/** Every file below `folder`, and when it was last written. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(path.join(folder, name)).mtimeMs}`)
    .toSorted()

const WAITING = 'select from pg_locks where not granted and relation = $1::regclass'

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  standalone = makeStandalone()
  provider = await startSesEndpoint()
  database = await testDatabase('missing')
  appPort = await freePort()
  proxyPort = await freePort()
  environment = {
    ...provider.environment,
    APP_URL: `http://localhost:${proxyPort}`,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    DATABASE_URL: database.url,
    EMAIL_TRANSPORT: 'ses',
    TRUSTED_PROXY_HOPS: '1',
  }
  server = await standalone.start(appPort, environment)
})

test.afterAll(async () => {
  await server.stop()
  await database.drop()
  await provider.close()
  standalone.remove()
})

test.describe('the standalone tree, started as the example unit does', () => {
  test('walks the main flow alone, and writes nothing beside itself', async () => {
    const before = filesBelow(standalone.tree)
    await walkMainFlow(server.url, provider)
    const page = await (await fetch(`${server.url}/register`)).text()
    const [asset] = /\/_next\/static\/[^"]+[.]css/.exec(page) ?? []
    expect((await fetch(`${server.url}${asset}`)).headers.get('content-type')).toContain('text/css')
    expect(filesBelow(standalone.tree)).toEqual(before)
    expect(before.filter((name) => /[.]env/.test(name) && !name.startsWith('node_modules'))).toEqual([])
  })

  test('has the programs with which a first operator is made, and the database cleaned up', async () => {
    const person = await walkMainFlow(server.url, provider)
    const dashboard = async () => {
      const { cookie } = await ask(server.url, 'POST', '/api/auth/login', {
        json: { email: person.email, password: PASSWORD },
      })
      const answer = await ask(server.url, 'GET', '/api/monitoring', { cookie })
      return [answer.status, answer.body.code]
    }
    expect(await dashboard()).toEqual([403, 'forbidden'])
    expect(standalone.program('operator', ['grant', person.email], environment)).toMatch(/is an operator now/)
    // An operator, who needs a second factor in production.
    expect(await dashboard()).toEqual([403, 'second_factor_needed'])
    expect(standalone.program('cleanup', [], environment)).toMatch(/^cleanup: sessions: \d+ rows deleted$/m)
  })

  test('knows the password lists and refuses what a build left out would let through', async () => {
    const json = { name: 'Jean', email: 'jean@example.com', password: 'motdepasse123' }
    expect(await ask(server.url, 'POST', '/api/auth/register', { json })).toMatchObject({ status: 400 })
  })
})

/** nginx itself where there is one, and always what stands in for it, so that the latter does not rust. */
const proxies = [
  ...(hasNginx ? [{ name: 'nginx', start: startNginx }] : []),
  { name: 'the stand-in for nginx', start: startStandIn },
]

for (const { name, start } of proxies)
  test.describe(`behind ${name} with the example configuration`, () => {
    let nginx: Nginx

    test.beforeAll(async () => {
      nginx = await start(proxyPort, appPort)
    })
    test.afterAll(() => nginx.stop())

    test('the main flow works, and its log holds no token', async () => {
      await walkMainFlow(nginx.url, provider)
      expect(nginx.log()).toContain('GET /api/auth/verify-email')
      expect(nginx.log()).not.toContain('token')
    })

    test('visitors cannot choose their network', async () => {
      const json = { email: `${name.length}@example.com`, password: 'x' }
      const statuses: number[] = []
      for (let index = 0; index <= FAILURES; index += 1) {
        const headers = { 'x-forwarded-for': `198.51.100.${index}` }
        statuses.push((await ask(nginx.url, 'POST', '/api/auth/login', { json, headers })).status)
      }
      expect(statuses).toEqual([...Array(FAILURES).fill(401), 429])
    })

    test('a form works without JavaScript', async () => {
      const { email } = await register(nginx.url)
      const answer = await postForm(
        `${nginx.url}/login`,
        { email, password: PASSWORD },
        { origin: nginx.url },
      )
      expect(answer.status).toBe(303)
      expect(answer.cookies.join()).toContain('auth-token=ey')
    })

    test('a body too large is refused by the app in its own words, and one far too large by nginx', async () => {
      const post = async (bytes: number) => {
        const response = await fetch(`${nginx.url}/api/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: 'x'.repeat(bytes),
        })
        await response.body?.cancel()
        return [response.status, response.headers.get('content-type')]
      }
      expect(await post(20 * 1024)).toEqual([413, 'application/problem+json'])
      expect((await post(70 * 1024))[0]).toBe(413)
      expect((await post(70 * 1024))[1]).not.toBe('application/problem+json')
    })

    test('a report of Amazon SNS may be as large as the app takes them', async () => {
      const report = async (bytes: number) => {
        const response = await fetch(`${nginx.url}/api/email-events`, {
          method: 'POST',
          body: 'x'.repeat(bytes),
        })
        await response.body?.cancel()
        return response.status
      }
      expect([await report(256 * 1024), await report(400 * 1024)]).toEqual([403, 413])
    })

    test('nothing of a request is in its logs while the app is down', async () => {
      const [front, behind] = [await freePort(), await freePort()]
      const app = createServer((_incoming, outgoing) => outgoing.end('{}')).listen(behind, '127.0.0.1')
      const alone = await start(front, behind)
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
      const paths = ['/auth/verify-email?token=canary', '/monitoring/users?q=canary@example.com']
      for (const path of paths) expect((await fetch(alone.url + path)).status).toBe(502)
      expect(alone.log()).toContain('GET /auth/verify-email')
      expect(alone.log() + alone.errors()).not.toContain('canary')
      await alone.stop()
    })

    // Once is enough: they wait for the server to come back.
    if (start !== proxies[0]?.start) return

    test('kill -9 while mail is on its way: systemd brings the server back, and the mail leaves', async () => {
      provider.respond('hang')
      const person = await register(nginx.url)
      const letters = () => provider.requests.filter(({ recipients }) => recipients.includes(person.email))
      await expect.poll(() => letters().length).toBe(1)
      await server.kill()
      expect((await fetch(`${nginx.url}/api/health`)).status).toBe(502)
      provider.respond(accepted('later'))
      await server.isBack()
      // The lease of what the dead process was sending would end in two minutes; the clock is the database row here.
      await queryOnce(database.url, `update email_messages set due_at = now() where status = 'sending'`)
      await expect.poll(() => letters().length, { timeout: 15_000 }).toBe(2)
      await verify(nginx.url, provider, person)
      await signInAndOut(nginx.url, person)
    })

    test('a restart finishes what is in flight, and loses nothing of it', async () => {
      const { registered, restarted } = await withClient(database.url, async (client) => {
        await client.query('begin; lock table users in access exclusive mode')
        const registered = register(nginx.url)
        await expect
          .poll(async () => (await client.query(WAITING, ['users'])).rowCount, { timeout: 10_000 })
          .toBeGreaterThan(0)
        const stops = () => server.output().match(/"event":"stopping"/g)?.length ?? 0
        const before = stops()
        const restarted = server.restart()
        await expect.poll(stops).toBe(before + 1)
        await client.query('commit')
        return { registered, restarted }
      })
      const person = await registered
      expect(await restarted).toBe(0)
      expect(server.output()).not.toContain('connections cut')
      await verify(nginx.url, provider, person)
    })
  })
