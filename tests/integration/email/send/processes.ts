import type { Pool } from 'pg'
import { afterEach, beforeEach } from 'vitest'
import { register } from '../../../../lib/auth/register'
import { openDatabase } from '../../../../lib/db/client'
import { refreshQuota } from '../../../../lib/email/send/throttle'
import type { SendQuota } from '../../../../lib/kernel/ports'
import { aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../../support/world'
import { aWorld } from '../../../support/world-lifetime'

export type Process = World['ctx']

type Provider = {
  /** Next answer to a question for the quota. */
  quota: SendQuota | Error
  /** Number of questions so far. */
  asked: number
  /** Log lines of the process that was started last. */
  logged: string[]
}

/** Registers so many accounts, each of which has a message to send. */
export async function queue(ctx: Process, count = 1): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const input = { name: 'Jean', email: freshEmail(), password: PASSWORD }
    expectOk(await register(ctx, input, aVisitor()))
  }
}

/** Processes that send through a provider with a quota, for the file that calls this; reset before each test. */
export function sendingProcesses() {
  const provider: Provider = { quota: { ratePerSecond: 10, remainingToday: -1 }, asked: 0, logged: [] }
  const pools: Pool[] = []
  beforeEach(() => {
    Object.assign(provider, { quota: { ratePerSecond: 10, remainingToday: -1 }, asked: 0, logged: [] })
  })
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.end()))
  })

  /** A process on a database of its own. */
  async function start(): Promise<Process> {
    const world = await aWorld({ env: { RATE_LIMIT_SCALE: '100' }, poolSize: 4 })
    provider.logged = world.logged
    const mail = Object.assign(world.ctx.mail, {
      async quota() {
        provider.asked += 1
        if (provider.quota instanceof Error) throw provider.quota
        return provider.quota
      },
    })
    return { ...world.ctx, mail }
  }

  /** Another process on the same database: its own connections, and nothing else in common. */
  function beside(ctx: Process): Process {
    const { db, pool } = openDatabase(ctx.env.databaseUrl, ctx.log, 4)
    pools.push(pool)
    return { ...ctx, db }
  }

  /** A process that has a message to send and knows the provider's figures. */
  async function ready(allowed: SendQuota = { ratePerSecond: 10, remainingToday: -1 }): Promise<Process> {
    const ctx = await start()
    await queue(ctx)
    provider.quota = allowed
    await refreshQuota(ctx)
    return ctx
  }

  return { provider, start, beside, ready }
}
