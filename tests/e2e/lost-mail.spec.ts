import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { startApp } from '../support/app'
import { accepted, type SesAnswer, startSesEndpoint, throttled } from '../support/ses-endpoint'
import { queryOnce } from '../support/with-client'
import { expect, test } from './fixtures'
import { freshEmail, PASSWORD, post } from './steps'

// Most of these start a server of their own, and wait for it; none needs another.
test.describe.configure({ mode: 'parallel' })

const signUp = (url: string, email = freshEmail()) =>
  post(url, '/api/auth/register', { name: 'Jean Dupont', email, password: PASSWORD })

const messages = (databaseUrl: string) =>
  queryOnce<{ status: string; attempts: number }>(
    databaseUrl,
    'select status, attempts, last_error from email_messages order by id',
  )

const ses = (environment: Record<string, string>) => ({ ...environment, EMAIL_TRANSPORT: 'ses' })

const TROUBLES: Record<string, SesAnswer> = {
  down: 'reset',
  'slow (30 s)': accepted('slow', 30_000),
  throttling: throttled(),
}

test.describe('no e-mail is lost', () => {
  test('kill -9 between the answer and the sending', async () => {
    const endpoint = await startSesEndpoint()
    endpoint.respond('hang')
    const app = await startApp(ses(endpoint.environment))
    try {
      const emails = [freshEmail(), freshEmail(), freshEmail()]
      for (const email of emails) expect((await signUp(app.url, email)).status).toBe(201)
      await app.kill()
      const waiting = await messages(app.database.url)
      expect(waiting).toHaveLength(3)
      expect(waiting.every(({ status }) => status === 'queued' || status === 'sending')).toBe(true)
      // The lease of what the dead process was sending would end in two minutes; the clock is the database row here.
      await queryOnce(app.database.url, `update email_messages set due_at = now() where status = 'sending'`)
      const before = endpoint.requests.length
      endpoint.respond(accepted('later'))
      await app.restart()
      await expect
        .poll(async () => (await messages(app.database.url)).map(({ status }) => status), { timeout: 15_000 })
        .toEqual(['sent', 'sent', 'sent'])
      expect(endpoint.requests.slice(before)).toHaveLength(3)
    } finally {
      await app.stop()
      await endpoint.close()
    }
  })

  for (const [trouble, answer] of Object.entries(TROUBLES)) {
    // ASVS 16.5.2
    test(`SES ${trouble}: registration answers at its usual speed, and the message goes later`, async () => {
      const endpoint = await startSesEndpoint()
      const app = await startApp(ses(endpoint.environment))
      try {
        const timed = async () => {
          const started = performance.now()
          expect((await signUp(app.url)).status).toBe(201)
          return performance.now() - started
        }
        await timed()
        const usual = await timed()
        endpoint.respond(answer)
        const troubled = await timed()
        // Generous on purpose: it only excludes a wait for the provider, which takes 30 seconds or for ever.
        expect(troubled).toBeLessThan(usual + 5000)
        await expect
          .poll(async () => (await messages(app.database.url)).at(-1)?.attempts, { timeout: 10_000 })
          .toBeGreaterThan(0)
        const isSlow = typeof answer === 'object' && answer.delay !== undefined
        if (isSlow) test.setTimeout(60_000)
        else endpoint.respond(accepted('later'))
        await expect
          .poll(async () => (await messages(app.database.url)).at(-1)?.status, { timeout: 45_000 })
          .toBe('sent')
        // SES answered late and took the message once: nobody sent it again meanwhile.
        const last = endpoint.requests.at(-1)?.recipients.join()
        const again = endpoint.requests.filter(({ recipients }) => recipients.join() === last)
        if (isSlow) expect(again).toHaveLength(1)
      } finally {
        await app.kill()
        await app.stop()
        await endpoint.close()
      }
    })
  }

  test('SIGTERM finishes what is in flight', async () => {
    const app = await startApp()
    const body = JSON.stringify({ name: 'Jean Dupont', email: freshEmail(), password: PASSWORD })
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    }
    const inFlight = httpRequest(`${app.url}/api/auth/register`, { method: 'POST', headers })
    inFlight.flushHeaders()
    await once(inFlight, 'continue')
    const code = app.stop()
    inFlight.end(body)
    const [answer] = await once(inFlight, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(201)
    expect(await code).toBe(0)
    expect(app.output.some((line) => line.includes('"stopped"'))).toBe(true)
    expect(app.output.filter((line) => line.includes('connections cut'))).toEqual([])
  })
})
