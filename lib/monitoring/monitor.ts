import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../clock'
import type { Context } from '../context'
import { evaluateAlarms } from './alarms'
import { claimMinute } from './gauges'
import { beat, type Instance, newInstance } from './heartbeat'
import type { RequestCounter } from './requests'
import { sample } from './sample'
import { storeRequests } from './store-requests'
import { foldMarks } from './tallies'

/** How often a process says that it lives and stores what it counted: what a crash can lose. */
const INTERVAL = 10 * SECOND

/** The part of a process that watches. */
export type Monitor = {
  readonly instance: Instance
  /** One round of it, for hosts that freeze between requests. */
  round(): Promise<void>
  /** Rounds until `signal` says stop, and a last one then. A failing round is logged and tried again. */
  run(signal: AbortSignal): Promise<void>
}

export function createMonitor(
  ctx: Pick<Context, 'db' | 'env' | 'now' | 'log' | 'mail'>,
  counter: RequestCounter,
  longLived: boolean,
): Monitor {
  const instance = newInstance(ctx.now, longLived)
  let isFailing = false

  async function store(isLast = false): Promise<void> {
    await storeRequests(ctx, counter, instance.id)
    await beat(ctx, instance, counter.sinceStart, isLast)
  }

  async function round(): Promise<void> {
    await store()
    await foldMarks(ctx)
    if (!(await claimMinute(ctx.db, ctx.now()))) return
    await sample(ctx)
    await evaluateAlarms(ctx)
  }

  /** One line when it begins to fail: the worker beside it says what is the matter with the database. */
  async function careful(step: () => Promise<void>): Promise<void> {
    try {
      await step()
      isFailing = false
    } catch (error) {
      if (!isFailing) ctx.log.error('monitoring_failed', { error })
      isFailing = true
    }
  }

  return {
    instance,
    round,
    async run(signal) {
      while (!signal.aborted) {
        await careful(round)
        await sleep(INTERVAL, undefined, { signal, ref: false }).catch(() => undefined)
      }
      await careful(() => store(true))
    },
  }
}
