import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import type { PublicUser } from '../../lib/account/account'
import { register } from '../../lib/auth/register'
import { verifyEmail } from '../../lib/auth/verify-email'
import { openDatabase } from '../../lib/db/client'
import { deliverDue } from '../../lib/email/send/worker'
import type { Context, Visitor } from '../../lib/kernel/context'
import { type EmailAddress, toEmailAddress } from '../../lib/kernel/email-address'
import { databaseOf, type Env, parseEnv } from '../../lib/kernel/env/env'
import { createLog } from '../../lib/kernel/log'
import type { Result } from '../../lib/kernel/result'
import { RequestCounter } from '../../lib/monitor/count/requests'
import { createMonitor, type Monitor } from '../../lib/monitor/monitor'
import { createPasswordHasher } from '../../lib/password/hash'
import { createBackground } from '../../lib/runtime/background'
import { type Runtime, setRuntime } from '../../lib/runtime/runtime'
import { type TestClock, testClock } from './clock'
import { type TestDatabase, testDatabase } from './database'
import { type CapturedMail, captureMail, tokenFor } from './mail'

/** A whole application without a server: real PostgreSQL, real hashing (cheap), a clock and a mailbox to hold. */
export type World = {
  ctx: Context & { now: TestClock; mail: CapturedMail }
  pool: Pool
  /** Its monitor, with the requests it counts. */
  monitor: Monitor
  counter: RequestCounter
  /** Every log line written so far. */
  logged: string[]
  /** Makes the API handlers of this process answer from this world, with `more` in place of its own. */
  serve(more?: Partial<Runtime>): void
  close(): Promise<void>
}

export const PASSWORD = 'une phrase de passe assez longue'

/** An address that nobody has. */
export const freshEmail = (): EmailAddress => toEmailAddress(`${randomBytes(6).toString('hex')}@example.com`)

export const testEnv = (databaseUrl: string, more: Record<string, string> = {}): Env =>
  parseEnv({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    APP_URL: 'https://auth.huntaze.test',
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    EMAIL_TRANSPORT: 'mailbox',
    BCRYPT_COST: '4',
    SERVICE_AUDIENCES: 'shop, https://stats.example.com',
    ...more,
  })

export async function createWorld(
  options: { env?: Record<string, string>; poolSize?: number; database?: TestDatabase } = {},
): Promise<World> {
  const database = options.database ?? (await testDatabase())
  const logged: string[] = []
  const now = testClock()
  const log = createLog(now, (line) => void logged.push(line))
  const env = testEnv(database.url, options.env)
  const { db, pool } = openDatabase(databaseOf(env), log, options.poolSize ?? 12)
  const ctx = {
    db,
    now,
    env,
    log,
    mail: captureMail(),
    passwords: createPasswordHasher({ cost: env.bcryptCost }),
    mailDomain: async () => 'unknown' as const,
    issuerKeys: async () => ({ refusal: 'unreachable' }) as const,
    countryOf: async () => 'FR',
    background: createBackground(log),
  }
  const counter = new RequestCounter(now)
  const monitor = createMonitor(ctx, { counter, longLived: true, version: 'test' })
  const idle = { hasOwnFront: true, workerTurnAt: now, startWorker() {}, stop: async () => {} }
  return {
    ctx,
    pool,
    logged,
    counter,
    monitor,
    serve: (more = {}) => setRuntime({ ctx, pool, monitor, ...idle, ...more }),
    async close() {
      setRuntime(undefined)
      await ctx.background.settled()
      await pool.end()
      await database.drop()
    },
  }
}

/** Somebody with a browser of their own. */
export const aVisitor = (more: Partial<Visitor> = {}): Visitor => ({
  network: '192.0.2.1',
  locale: 'fr',
  jwt: null,
  keySigns: { cookie: null, couldNotRenew: false, isArrival: false },
  userAgent: null,
  ...more,
})

/** The value of an outcome that the test takes for granted. */
export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

export type TestUser = { user: PublicUser; jwt: string; token: string; email: EmailAddress }

/** Somebody who registered and found the e-mail, but has not clicked yet. */
export async function aRegisteredUser(
  world: World,
  email = toEmailAddress('jean@example.com'),
): Promise<TestUser> {
  const { ctx } = world
  const { user, session } = expectOk(
    await register(ctx, { name: 'Jean Dupont', email, password: PASSWORD }, aVisitor()),
  )
  await deliverDue(ctx)
  return { user, jwt: session.jwt, token: tokenFor(ctx.mail, email), email }
}

/** Somebody who registered, opened the e-mail and clicked. */
export async function aVerifiedUser(world: World, email?: EmailAddress): Promise<TestUser> {
  const registered = await aRegisteredUser(world, email)
  expectOk(await verifyEmail(world.ctx, registered.token, aVisitor()))
  await deliverDue(world.ctx)
  return { ...registered, user: { ...registered.user, emailVerified: true } }
}
