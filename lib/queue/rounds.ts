import { setTimeout as sleep } from 'node:timers/promises'
import { reportState } from '../db/states/report'
import { SECOND } from '../kernel/clock'
import type { DataContext } from '../kernel/context'

/** Interval of an idle worker. A row waits half of it on average. */
const POLL_INTERVAL = SECOND

/** Pause of a worker that lost the database. */
const RECOVERY_PAUSE = 5 * SECOND

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)

/** Logs the cause of a failed round, once a round, with the remedy where there is one. */
function reportFailedRound(ctx: DataContext, error: unknown): void {
  if (!reportState(ctx.log, error)) ctx.log.error('worker_round_failed', { error })
}

/** Runs rounds of a worker until `signal` aborts. A failing one is logged and tried again: the loop never ends on an error. */
export async function runRounds(
  ctx: DataContext,
  signal: AbortSignal,
  round: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await round()
      await pause(POLL_INTERVAL, signal)
    } catch (error) {
      reportFailedRound(ctx, error)
      await pause(RECOVERY_PAUSE, signal)
    }
  }
}
