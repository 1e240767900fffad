import type { CoreContext } from '../../kernel/context'
import { InFlight } from '../../queue/in-flight'
import { runRounds } from '../../queue/rounds'
import type { Endpoint } from '../endpoint/endpoint'
import { type ClaimedDelivery, claimDeliveries } from './claim'
import { type Delivery, deliverEvent } from './deliver'
import { dueEndpoints } from './due'
import { createPost, type Post } from './post'

/** Most calls of one process to one endpoint at a time. Each endpoint has its own, so that a slow one holds up nobody else. */
export const CALLS_AT_ONCE = 4

type DeliveryCounts = Record<Delivery, number>

type Send = (endpoint: Endpoint, claimed: ClaimedDelivery) => Promise<void>

/** One endpoint's calls in this process. */
class Lane {
  readonly #inFlight = new InFlight()
  #filling: Promise<void> | null = null
  #isAsked = false

  constructor(
    private readonly ctx: CoreContext,
    private readonly send: Send,
  ) {}

  /** Starts what is due, until all calls are taken or `signal` aborts; goes on by itself with each call that ends. */
  fill(endpoint: Endpoint, signal?: AbortSignal): Promise<void> {
    this.#isAsked = true
    this.#filling ??= this.#claimAll(endpoint, signal).finally(() => {
      this.#filling = null
    })
    return this.#filling
  }

  async #claimAll(endpoint: Endpoint, signal?: AbortSignal): Promise<void> {
    while (this.#isAsked && !signal?.aborted) {
      this.#isAsked = false
      const free = CALLS_AT_ONCE - this.#inFlight.size
      const claims = free > 0 ? await claimDeliveries(this.ctx, endpoint.id, free) : []
      for (const claimed of claims) this.#start(endpoint, claimed, signal)
    }
  }

  #start(endpoint: Endpoint, claimed: ClaimedDelivery, signal?: AbortSignal): void {
    const ended = this.#inFlight.add(this.send(endpoint, claimed))
    // The next event of the same person may go now. A claim that fails is the next round's.
    void ended.then(() => this.fill(endpoint, signal)).catch(() => undefined)
  }

  /** Waits for the calls under way, and for those that follow them. */
  async drain(): Promise<void> {
    do {
      await this.#inFlight.drain()
      await this.#filling?.catch(() => undefined)
    } while (this.#inFlight.size > 0)
  }
}

/** Delivers due events of all endpoints side by side. */
class EventDeliverer {
  readonly counts: DeliveryCounts = { sent: 0, retried: 0, dead: 0, lost: 0 }
  readonly #lanes = new Map<number, Lane>()
  readonly #post: Post

  constructor(private readonly ctx: CoreContext) {
    this.#post = createPost(ctx.env, { maxSockets: CALLS_AT_ONCE })
  }

  /** Starts what is due. Does not wait for the calls. */
  async startDue(signal?: AbortSignal): Promise<void> {
    const due = await dueEndpoints(this.ctx)
    await Promise.all(due.map((endpoint) => this.#laneOf(endpoint).fill(endpoint, signal)))
  }

  #laneOf({ id }: Endpoint): Lane {
    const lane =
      this.#lanes.get(id) ?? new Lane(this.ctx, (endpoint, claimed) => this.#send(endpoint, claimed))
    this.#lanes.set(id, lane)
    return lane
  }

  async #send(endpoint: Endpoint, claimed: ClaimedDelivery): Promise<void> {
    try {
      this.counts[await deliverEvent(this.ctx, { endpoint, claimed, post: this.#post })] += 1
    } catch (error) {
      this.ctx.log.error('webhook_not_recorded', { error })
    }
  }

  async drain(): Promise<void> {
    for (const lane of this.#lanes.values()) await lane.drain()
  }
}

/** Delivers all events that are due now, until `signal` aborts, and returns when the started calls are settled. */
export async function deliverEventsDue(ctx: CoreContext, signal?: AbortSignal): Promise<DeliveryCounts> {
  const deliverer = new EventDeliverer(ctx)
  await deliverer.startDue(signal)
  await deliverer.drain()
  return deliverer.counts
}

/** Delivers events until `signal` aborts, then finishes the calls under way. */
export async function runEventWorker(ctx: CoreContext, signal: AbortSignal): Promise<void> {
  const deliverer = new EventDeliverer(ctx)
  await runRounds(ctx, signal, () => deliverer.startDue(signal))
  await deliverer.drain()
}
