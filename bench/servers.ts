import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sessionOf } from '../tests/support/api'
import { type App, startApp } from '../tests/support/app'
import { freePort } from '../tests/support/free-port'
import { BCRYPT_COST, PASSWORD } from './constants'
import type { WireRequest } from './load/http-client'

/** A process that reports its CPU time and memory. */
export type Measured = {
  port: number
  /** CPU time so far (ms) and resident memory (MiB). */
  probe(): Promise<{ cpu: number; memory: number }>
  stop(): Promise<unknown>
}

/** The built app with an account, and the request that checks its session. */
export type MeasuredApp = Measured & { app: App; email: string; check: WireRequest }

/** The hand-written server on the same database, and the request that reads the same session. */
export type LimitServer = Measured & { check: WireRequest }

const here = (file: string): string => new URL(file, import.meta.url).href

async function prober(): Promise<{ env: Record<string, string>; probe: Measured['probe'] }> {
  const port = await freePort()
  return {
    env: { NODE_OPTIONS: `--import=${here('./probe.mjs')}`, BENCH_PROBE: String(port) },
    async probe() {
      const { cpu, memory } = await (await fetch(`http://127.0.0.1:${port}`)).json()
      return { cpu: cpu / 1000, memory: memory / 2 ** 20 }
    },
  }
}

async function signUp(app: App, email: string): Promise<string> {
  const response = await fetch(`${app.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email, password: PASSWORD }),
  })
  if (response.status !== 201) throw new Error(`signing up answered ${response.status}`)
  return sessionOf(response)
}

export async function startMeasuredApp(): Promise<MeasuredApp> {
  const { env, probe } = await prober()
  const app = await startApp({ ...env, BCRYPT_COST: String(BCRYPT_COST), RATE_LIMIT_SCALE: '100000' })
  const email = 'ada@example.com'
  const cookie = `auth-token=${await signUp(app, email)}`
  const check: WireRequest = { method: 'GET', path: '/api/auth/me', cookie }
  return { app, email, check, port: Number(new URL(app.url).port), probe, stop: app.stop }
}

const sidOf = (cookie = ''): string =>
  JSON.parse(Buffer.from(cookie.split('.')[1] ?? '', 'base64url').toString()).sid

export async function startLimitServer({ app, check }: MeasuredApp): Promise<LimitServer> {
  const { env, probe } = await prober()
  const port = await freePort()
  const child = spawn(process.execPath, [fileURLToPath(here('./limit-server.mjs'))], {
    env: {
      ...env,
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: app.database.url,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    port,
    probe,
    check: { method: 'GET', path: '/', cookie: `sid=${sidOf(check.cookie)}` },
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}
