import { setTimeout as sleep } from 'node:timers/promises'
import { type App, startApp } from '../support/app'
import { expect, test } from './fixtures'
import { PASSWORD, post, query } from './steps'

// Each waits for counts, which are stored every ten seconds.
test.describe.configure({ mode: 'parallel' })

type Stored = { id: string; since_start: number; stopped: boolean; by_minute: number; timed: number }

/** The stored counts of each process, in order of start; a process stores its last ones as it ends. */
const stored = (app: App): Promise<Stored[]> =>
  query(
    app,
    `select i.id, i.requests::int as since_start, i.stopped_at is not null as stopped,
        coalesce((select sum(c.requests)::int from request_counts c where c.step = 60 and c.instance = i.id), 0) as by_minute,
        coalesce((select sum(b)::int from request_counts c, unnest(c.buckets) b where c.step = 60 and c.instance = i.id), 0) as timed
      from instances i order by i.started_at`,
  )

async function anOperator(app: App): Promise<string> {
  const person = { name: 'Op', email: 'op@example.com', password: PASSWORD }
  const response = await post(app.url, '/api/auth/register', person)
  await query(app, `update users set role = 'operator', email_verified = true`)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

const ask = async (url: string, init: RequestInit = {}): Promise<number> => {
  const response = await fetch(url, { redirect: 'manual', ...init })
  await response.arrayBuffer()
  return response.status
}

test('every request is counted once: pages, API, refusals, over a restart and a second instance', async () => {
  test.setTimeout(90_000)
  const app = await startApp({ METRICS_TOKEN: 'a metrics token of many bytes' })
  try {
    const addresses = [
      '/login',
      '/dashboard',
      '/nowhere',
      '/api/health',
      '/api/auth/me',
      '/api/nowhere',
      '/icon.svg',
    ]
    for (const address of addresses) await ask(app.url + address)
    await ask(`${app.url}/api/health`, { method: 'PUT' })
    await app.restart()
    const [first] = await stored(app)
    // One more: the question whether it had started.
    expect(first).toMatchObject({ by_minute: 9, timed: 9, since_start: 9, stopped: true })

    const second = await startApp({ DATABASE_URL: app.database.url })
    try {
      for (let n = 0; n < 5; n += 1) await ask(`${second.url}/login`)
      const cookie = await anOperator(app)
      await expect
        .poll(async () => (await stored(app)).map(({ by_minute }) => by_minute), { timeout: 25_000 })
        .toEqual([9, 2, 6])
      const response = await fetch(`${app.url}/api/monitoring?span=1h`, { headers: { cookie } })
      const { application, users } = await response.json()
      expect(application.figures.instances.value).toBe(2)
      expect(application.figures.requestsPerMinute.value).toBeGreaterThanOrEqual(17 / 60)
      expect(application.figures.errorRate.value).toBe(0)
      expect(users.figures.total.value).toBe(1)

      const authorization = 'Bearer a metrics token of many bytes'
      const metrics = await (await fetch(`${app.url}/api/metrics`, { headers: { authorization } })).text()
      expect(metrics.match(/^huntaze_requests_total\{/gm)).toHaveLength(2)
      expect(await ask(`${app.url}/api/health/ready`)).toBe(200)
    } finally {
      await second.stop()
    }
  } finally {
    await app.stop()
  }
})

test('counts survive a kill, except those of its last seconds', async () => {
  test.setTimeout(60_000)
  const app = await startApp()
  try {
    await ask(`${app.url}/login`)
    await expect.poll(async () => (await stored(app))[0]?.by_minute, { timeout: 25_000 }).toBe(2)
    await app.kill()
    await sleep(100)
    await app.restart()
    const [first] = await stored(app)
    expect(first).toMatchObject({ by_minute: 2, stopped: false })
  } finally {
    await app.stop()
  }
})
