import { setTimeout as sleep } from 'node:timers/promises'
import { reportState } from '../../db/states/report'
import { SECOND } from '../../kernel/clock'
import type { MailContext } from '../../kernel/context'
import { claim } from '../outbox/claim'
import { answerResetRequests } from './answer-reset-requests'
import { type Delivery, deliver } from './deliver'
import { readQuotaAfresh, refreshQuota, reserveSlot } from './throttle'

/** Most messages that one process sends at a time: a slow provider delays these, and no request. */
export const MAX_IN_FLIGHT = 8

/** Interval of an idle worker. A message waits half of it on average. */
const POLL_INTERVAL = SECOND

/** Pause of a worker that lost the database. */
const RECOVERY_PAUSE = 5 * SECOND

type DeliveryCounts = Record<Delivery, number>

/** Sends due messages in parallel, with a bounded number in flight. */
class Deliverer {
  readonly counts: DeliveryCounts = { sent: 0, retried: 0, dead: 0, bounced: 0, lost: 0 }
  readonly #inFlight = new Set<Promise<void>>()

  /** @param onTurn called before each claim, so that a worker that is busy for an hour still shows its life */
  constructor(
    private readonly ctx: MailContext,
    private readonly onTurn: () => void = () => {},
  ) {}

  /** Starts sending due messages until there are none or `signal` aborts. Does not wait for the last ones. */
  async startDue(signal?: AbortSignal): Promise<void> {
    await answerResetRequests(this.ctx, signal)
    await refreshQuota(this.ctx)
    while (!signal?.aborted) {
      this.onTurn()
      if (this.#inFlight.size >= MAX_IN_FLIGHT) {
        await Promise.race(this.#inFlight)
        continue
      }
      const slot = await reserveSlot(this.ctx)
      if (!slot) return
      const wait = slot.getTime() - this.ctx.now().getTime()
      if (wait > 0) await sleep(wait)
      const claimed = await claim(this.ctx)
      if (!claimed) return
      this.#track(deliver(this.ctx, claimed))
    }
  }

  #track(delivery: Promise<Delivery>): void {
    const tracked = delivery
      .then((result) => {
        this.counts[result] += 1
      })
      .catch((error) => this.ctx.log.error('email_not_recorded', { error }))
      .finally(() => this.#inFlight.delete(tracked))
    this.#inFlight.add(tracked)
  }

  /** Waits for everything in flight. */
  async drain(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight)
  }
}

/** Sends all messages that are due now, until `signal` aborts, and returns when the started ones are settled. */
export async function deliverDue(ctx: MailContext, signal?: AbortSignal): Promise<DeliveryCounts> {
  const deliverer = new Deliverer(ctx)
  await deliverer.startDue(signal)
  await deliverer.drain()
  return deliverer.counts
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)

/** Logs the cause of a failed round, once a round, with the remedy where there is one. */
function reportFailedRound(ctx: MailContext, error: unknown): void {
  if (!reportState(ctx.log, error)) ctx.log.error('worker_round_failed', { error })
}

/**
 * Sends due messages and calls `housekeep` every round until `signal` aborts, then finishes those in flight.
 * A failing round is logged and tried again: the loop itself never ends on an error.
 */
export async function runWorker(
  ctx: MailContext,
  signal: AbortSignal,
  housekeep: () => Promise<void>,
  onTurn?: () => void,
): Promise<void> {
  const deliverer = new Deliverer(ctx, onTurn)
  let isStart = true
  while (!signal.aborted) {
    try {
      if (isStart) await readQuotaAfresh(ctx)
      isStart = false
      await deliverer.startDue(signal)
      await housekeep()
      await pause(POLL_INTERVAL, signal)
    } catch (error) {
      reportFailedRound(ctx, error)
      await pause(RECOVERY_PAUSE, signal)
    }
  }
  await deliverer.drain()
}
