import type { Pool } from 'pg'
import { openDatabase } from '../db/client'
import { canReceiveMail, createMailResolver } from '../email/mail-domain'
import { runWorker } from '../email/send/worker'
import { createTransport } from '../email/transport/create'
import { sharedKey } from '../kernel/brand'
import { systemClock } from '../kernel/clock'
import type { Context } from '../kernel/context'
import { type Env, parseEnv } from '../kernel/env'
import { stdoutLog } from '../kernel/log'
import { isLoopback } from '../kernel/loopback'
import { requestCounter } from '../monitor/count/requests'
import { createMonitor, type Monitor } from '../monitor/monitor'
import { createPasswordHasher } from '../password/hash'
import { housekeeping } from './housekeeping'

/** Everything that one server process has exactly one of. */
export type Runtime = {
  ctx: Context
  pool: Pool
  /** True when our own server stands in front of Next.js in this process and passes on each client's address. */
  hasOwnFront: boolean
  monitor: Monitor
  /** When the worker last looked for work. Null: it has not begun. */
  workerTurnAt(): Date | null
  /** Starts sending mail, cleaning up and monitoring. Further calls do nothing. */
  startWorker(): void
  /** Waits for the messages in flight, then closes the database. */
  stop(): Promise<void>
}

/** The release: each build writes it in (`next.config.ts`, `scripts/bundle.mjs`), and a program run from source has none. */
const VERSION = process.env.APP_VERSION ?? 'source'

/** Next.js loads a module up to four times in one process; only `globalThis` is shared by the copies. */
const shared = globalThis as { [key: symbol]: Runtime | undefined }
const KEY = sharedKey('runtime')

/** The process's runtime, made on first use from the environment. @throws ConfigurationError */
export function runtime(): Runtime {
  shared[KEY] ??= createRuntime(parseEnv(process.env))
  return shared[KEY]
}

/** Replaces or removes the process's runtime: for our own server, and for tests that bring their own context. */
export function setRuntime(replacement: Runtime | undefined): void {
  shared[KEY] = replacement
}

/** Builds a runtime from a parsed configuration. */
export function createRuntime(env: Env, { hasOwnFront = false } = {}): Runtime {
  const now = systemClock
  const log = stdoutLog(now)
  const { db, pool } = openDatabase(env.databaseUrl, log)
  const mail = createTransport({ env, db, now, log })
  const passwords = createPasswordHasher({ cost: env.bcryptCost })
  if (env.rateLimitScale !== 1) log.warn('rate_limits_scaled', { detail: `× ${env.rateLimitScale}` })
  const ctx = { db, now, mail, env, log, passwords, mailDomain: mailDomainOf(env) }
  const monitor = createMonitor(ctx, { counter: requestCounter(), longLived: hasOwnFront, version: VERSION })
  const stopping = new AbortController()
  let worker: Promise<unknown> | undefined
  let turnAt: Date | null = null
  const onTurn = () => {
    turnAt = now()
  }
  return {
    ctx,
    pool,
    hasOwnFront,
    monitor,
    workerTurnAt: () => turnAt,
    startWorker() {
      worker ??= Promise.all([
        runWorker(ctx, stopping.signal, housekeeping(ctx), onTurn),
        monitor.run(stopping.signal),
      ])
    },
    async stop() {
      stopping.abort()
      await worker
      await pool.end()
    },
  }
}

/**
 * Asks the DNS only where addresses are meant to be real: a developer's `example.com` takes no mail, and is welcome.
 */
function mailDomainOf(env: Env): Context['mailDomain'] {
  if (!env.production || isLoopback(new URL(env.appUrl))) return async () => 'unknown'
  const resolve = createMailResolver()
  return (domain) => canReceiveMail(domain, { resolve })
}
