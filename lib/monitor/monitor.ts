import { setTimeout as sleep } from 'node:timers/promises'
import { followDatabaseClock } from '../db/clock'
import { stateOf } from '../db/states/recognize'
import { SECOND } from '../kernel/clock'
import type { DataContext, MailContext } from '../kernel/context'
import { evaluateAlarms } from './alarm/evaluate'
import { watchDatabase } from './alarm/outage'
import { BEAT, beat, type Instance, newInstance } from './beat/instance'
import type { RequestCounter } from './count/requests'
import { storeRequests } from './count/store-requests'
import { foldMarks } from './count/tallies'
import { claimMinute } from './gauge/gauges'
import { sample } from './gauge/sample'

/** The longest wait for an unfinished look when a process stops. Its claims run out, and other processes take over. */
const STOP_WAIT = 3 * SECOND

/** The part of a process that counts, samples and raises alarms. */
export type Monitor = {
  readonly instance: Instance
  /** One round, for hosts that freeze between requests. */
  round(): Promise<void>
  /**
   * Beats and stores counts in one loop, samples and raises alarms in another, until `signal` aborts. However slow the
   * second is, the process beats meanwhile; and its last beat, with all counts, waits for nothing else.
   */
  run(signal: AbortSignal, interval?: number): Promise<void>
}

/** `longLived`: a server of our own, whose silence means that it died. `version`: of the running release. */
type MonitorOptions = { counter: RequestCounter; longLived: boolean; version: string }

export function createMonitor(ctx: MailContext, { counter, longLived, version }: MonitorOptions): Monitor {
  const instance = newInstance({ longLived, version })

  async function store(isLast = false): Promise<void> {
    await followDatabaseClock(ctx)
    await storeRequests(ctx, { counter, instance: instance.id })
    await beat(ctx, { instance, counted: counter.sinceStart, isLast })
  }

  async function watch(stop?: AbortSignal): Promise<void> {
    await foldMarks(ctx)
    if (!(await claimMinute(ctx))) return
    await sample(ctx)
    await evaluateAlarms(ctx, stop)
  }

  return {
    instance,
    async round() {
      await store()
      await watch()
    },
    async run(signal, interval = BEAT) {
      const noteOutage = watchDatabase(ctx)
      const storing = logFirstFailure(ctx, () => store())
      const beating = async () => void noteOutage(await storing())
      const watching = logFirstFailure(ctx, () => watch(signal))
      await beating() // Before the first sample, which counts the instances.
      const watched = repeat(watching, interval, signal)
      await repeat(beating, interval, signal)
      await logFirstFailure(ctx, () => store(true))()
      await Promise.race([watched, sleep(STOP_WAIT, undefined, { ref: false })])
    },
  }
}

/**
 * Logs the first failure of a row, with the state of the database that it tells of: the worker beside it gives the remedy.
 * @returns a step that never throws and answers whether it succeeded
 */
function logFirstFailure(ctx: DataContext, step: () => Promise<void>): () => Promise<boolean> {
  let isFailing = false
  return async () => {
    try {
      await step()
      isFailing = false
    } catch (error) {
      if (!isFailing) ctx.log.error('monitoring_failed', { kind: stateOf(error), error })
      isFailing = true
    }
    return !isFailing
  }
}

async function repeat(step: () => Promise<unknown>, interval: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await step()
    await sleep(interval, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
