import { setTimeout as sleep } from 'node:timers/promises'
import type { MailContext } from '../../kernel/context'
import { InFlight } from '../../queue/in-flight'
import { runRounds } from '../../queue/rounds'
import { fulfilWishes } from '../dead/fulfil'
import { claim } from '../outbox/claim'
import { answerResetRequests } from './answer-reset-requests'
import { type Delivery, deliver } from './deliver'
import { readQuotaAfresh, refreshQuota, reserveSlot } from './throttle'

/** Most messages that one process sends at a time: a slow provider delays these, and no request. */
export const MAX_IN_FLIGHT = 8

type DeliveryCounts = Record<Delivery, number>

/** Sends due messages in parallel, with a bounded number in flight. */
class Deliverer {
  readonly counts: DeliveryCounts = { sent: 0, retried: 0, dead: 0, bounced: 0, lost: 0 }
  readonly #inFlight = new InFlight()

  /** @param onTurn called before each claim, so that a worker that is busy for an hour still shows its life */
  constructor(
    private readonly ctx: MailContext,
    private readonly onTurn: () => void = () => {},
  ) {}

  /** Starts sending due messages until there are none or `signal` aborts. Does not wait for the last ones. */
  async startDue(signal?: AbortSignal): Promise<void> {
    await answerResetRequests(this.ctx, signal)
    await fulfilWishes(this.ctx, signal)
    await refreshQuota(this.ctx)
    while (!signal?.aborted) {
      this.onTurn()
      if (this.#inFlight.size >= MAX_IN_FLIGHT) {
        await this.#inFlight.next()
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
    void this.#inFlight.add(
      delivery
        .then((result) => {
          this.counts[result] += 1
        })
        .catch((error) => this.ctx.log.error('email_not_recorded', { error })),
    )
  }

  /** Waits for everything in flight. */
  drain = (): Promise<void> => this.#inFlight.drain()
}

/** Sends all messages that are due now, until `signal` aborts, and returns when the started ones are settled. */
export async function deliverDue(ctx: MailContext, signal?: AbortSignal): Promise<DeliveryCounts> {
  const deliverer = new Deliverer(ctx)
  await deliverer.startDue(signal)
  await deliverer.drain()
  return deliverer.counts
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
  await runRounds(ctx, signal, async () => {
    if (isStart) await readQuotaAfresh(ctx)
    isStart = false
    await deliverer.startDue(signal)
    await housekeep()
  })
  await deliverer.drain()
}
