import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestDatabase, testDatabase } from './database'
import { freePort } from './free-port'

/** The built application in a process of its own, on a database of its own. */
export type App = {
  /** Its origin, for example `http://localhost:41234`. */
  url: string
  database: TestDatabase
  env: Record<string, string>
  /** Every line it wrote so far, to standard output and standard error alike. */
  output: string[]
  /** The same, once the lines about everything until now are among them: a line of the log may wait for others. */
  written(): Promise<string[]>
  /** Ends it as a host would (SIGTERM), drops its database. @returns its exit code */
  stop(): Promise<number | null>
  /** Ends it as a power cut would (SIGKILL). Its database stays. */
  kill(): Promise<void>
  /** Starts it again, same port, same database; ends it first (SIGTERM) when it runs. */
  restart(more?: Record<string, string>): Promise<void>
}

/** Where the build is that the tests walk. */
export const BUILD = path.resolve(process.env.TEST_BUILD ?? '.')
/** A program that serves the build, and the folder it runs in. */
type Program = { server: string; cwd: string }
const OURS: Program = { server: path.join(BUILD, 'dist/server.mjs'), cwd: BUILD }
const START_TIMEOUT = 30_000
const STOP_TIMEOUT = 20_000
const POLL = 50
/** Milliseconds after which every line is out (`lib/runtime/process-log.ts`). */
const WRITTEN = 250

/** Set, even if to nothing, so that a developer's own `.env` files do not change what is tested. */
const UNSET = {
  ALARM_EMAIL: '',
  ALARM_WEBHOOK_URL: '',
  CRON_SECRET: '',
  BOUNCE_IMAP_URL: '',
  BOUNCE_LISTEN: '',
  DATABASE_PREPARE: '',
  DATABASE_SCHEMA: '',
  EMAIL_PROOF_BY_BROWSER: '',
  EMAIL_PROOF_ISSUERS: '',
  EMAIL_PROOF_TRIAL_TOKEN: '',
  EMAIL_BOUNCE_ADDRESS: '',
  EMAIL_FROM: '',
  METRICS_TOKEN: '',
  RATE_LIMIT_SCALE: '',
  OPERATOR_SECOND_FACTOR: 'optional',
  RDS_INSTANCE_ID: '',
  SERVICE_AUDIENCES: '',
  SMTP_URL: '',
  TRUSTED_PROXY_HOPS: '',
}

const environment = (port: number, database: TestDatabase, more: Record<string, string>) => ({
  ...UNSET,
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'production' as const,
  PORT: String(port),
  APP_URL: `http://localhost:${port}`,
  DATABASE_URL: database.url,
  AUTH_SECRET: randomBytes(32).toString('base64url'),
  EMAIL_TRANSPORT: 'mailbox',
  BCRYPT_COST: '10',
  ...more,
})

function collect(stream: Readable | null, output: string[]): void {
  if (stream) createInterface({ input: stream }).on('line', (line) => output.push(line))
}

async function untilHealthy(url: string, child: ChildProcess, output: string[]): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT; waited += POLL) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const response = await fetch(`${url}/api/health`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await sleep(POLL)
  }
  child.kill('SIGKILL')
  throw new Error(`the built app did not start:\n${output.join('\n')}`)
}

async function launch(
  { server, cwd }: Program,
  url: string,
  env: Record<string, string>,
  output: string[],
): Promise<ChildProcess> {
  if (!existsSync(server)) throw new Error('the app is not built: run `npm run build` first')
  const child = spawn(process.execPath, [server], {
    cwd,
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  collect(child.stdout, output)
  collect(child.stderr, output)
  await untilHealthy(url, child, output)
  return child
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'close')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT)
  child.kill(signal)
  await ended
  clearTimeout(late)
  if (child.signalCode === 'SIGKILL' && signal === 'SIGTERM') throw new Error('the app ignored SIGTERM')
}

/** Starts the built app with the local mailbox. `more`: further environment variables. */
export async function startApp(more: Record<string, string> = {}, program = OURS): Promise<App> {
  const [port, database] = [await freePort(), await testDatabase()]
  const url = `http://localhost:${port}`
  const output: string[] = []
  const env: Record<string, string> = environment(port, database, more)
  let child = await launch(program, url, env, output)
  return {
    url,
    database,
    env,
    output,
    async written() {
      await sleep(WRITTEN)
      return output
    },
    kill: () => end(child, 'SIGKILL'),
    async restart(changed = {}) {
      await end(child, 'SIGTERM')
      Object.assign(env, changed)
      child = await launch(program, url, env, output)
    },
    async stop() {
      await end(child, 'SIGTERM').finally(() => database.drop())
      return child.exitCode
    },
  }
}
