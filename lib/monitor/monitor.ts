import { setTimeout as sleep } from 'node:timers/promises'
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

/** What still watches when a process stops is given up after so long. Its claims run out, and others do it. */
const LAST_LOOK = 3 * SECOND

/** The part of a process that watches. */
export type Monitor = {
  readonly instance: Instance
  /** One round of it, for hosts that freeze between requests. */
  round(): Promise<void>
  /**
   * Beats and stores what was counted, and beside it watches, until `signal` says stop. However slow watching is, the
   * process beats meanwhile; and its last beat, with what was counted until then, waits for nothing else.
   */
  run(signal: AbortSignal, interval?: number): Promise<void>
}

/** The process to watch. `version`: of the release that runs. */
export type Watched = { counter: RequestCounter; longLived: boolean; version: string }

export function createMonitor(ctx: MailContext, { counter, longLived, version }: Watched): Monitor {
  const instance = newInstance(ctx, { longLived, version })

  async function store(isLast = false): Promise<void> {
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
      const storing = careful(ctx, () => store())
      const beating = async () => void noteOutage(await storing())
      const watching = careful(ctx, () => watch(signal))
      await beating() // Whoever counts the instances finds this one among them.
      const watched = repeat(watching, interval, signal)
      await repeat(beating, interval, signal)
      await careful(ctx, () => store(true))()
      await Promise.race([watched, sleep(LAST_LOOK, undefined, { ref: false })])
    },
  }
}

/**
 * One line when it begins to fail: the worker beside it says what is the matter with the database.
 * @returns of each step whether it succeeded
 */
function careful(ctx: DataContext, step: () => Promise<void>): () => Promise<boolean> {
  let isFailing = false
  return async () => {
    try {
      await step()
      isFailing = false
    } catch (error) {
      if (!isFailing) ctx.log.error('monitoring_failed', { error })
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
