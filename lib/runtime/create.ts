import { createIssuerKeys } from '../browser-proof/issuer-keys'
import { networkSource } from '../browser-proof/network'
import { withSimulatedIssuer } from '../browser-proof/simulator/source'
import { openDatabase } from '../db/client'
import { stateOf } from '../db/states/recognize'
import { canReceiveMail, createMailResolver } from '../email/mail-domain'
import { runReportDoors } from '../email/report/mailed/doors/run'
import { runWorker } from '../email/send/worker'
import { createTransport } from '../email/transport/create'
import { systemClock } from '../kernel/clock'
import type { Context } from '../kernel/context'
import { databaseAddress } from '../kernel/env/database'
import { databaseOf, type Env } from '../kernel/env/env'
import { isLoopback } from '../kernel/network/loopback'
import { requestCounter } from '../monitor/count/requests'
import { createMonitor } from '../monitor/monitor'
import { createPasswordHasher } from '../password/hash'
import { createCountryOf } from '../session/client/country'
import { runEventWorker } from '../webhook/send/worker'
import { createBackground } from './background'
import { housekeeping } from './housekeeping'
import { gatheringLog, processLog } from './process-log'
import type { Runtime } from './runtime'

/** The release: each build writes it in (`next.config.ts`, `scripts/build/bundle.mjs`); a program run from source has none. */
const VERSION = process.env.APP_VERSION ?? 'source'

/** Builds a runtime from a parsed configuration. */
export function createRuntime(env: Env, { hasOwnFront = false } = {}): Runtime {
  const now = systemClock
  const log = (hasOwnFront ? gatheringLog : processLog)(now, stateOf)
  const { db, pool } = openDatabase(databaseOf(env), log)
  for (const detail of databaseAddress(env.databaseUrl).notices) log.warn('database_address', { detail })
  const core = { db, now, env, log, countryOf: createCountryOf(log) }
  const mail = createTransport(core)
  const passwords = createPasswordHasher({ cost: env.bcryptCost })
  if (env.rateLimitScale !== 1) log.warn('rate_limits_scaled', { detail: `× ${env.rateLimitScale}` })
  const background = createBackground(log)
  const issuerKeys = createIssuerKeys(withSimulatedIssuer(env, networkSource()), core)
  const ctx = { ...core, mail, passwords, background, mailDomain: mailDomainOf(env), issuerKeys }
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
        runEventWorker(ctx, stopping.signal),
        runReportDoors(ctx, stopping.signal),
        monitor.run(stopping.signal),
      ])
    },
    async stop() {
      stopping.abort()
      await worker
      await background.settled()
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
