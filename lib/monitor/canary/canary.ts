import type { DataContext } from '../../kernel/context'
import { type Flight, firstMissing, lastDelivery, newestFlights } from './flights'
import { findSilence, isOverdue } from './silence'

/**
 * `late`: the last two canaries have not been reported delivered, or no canary was sent when one was due. `silent`:
 * for so long that mail cannot be expected to arrive, or that no server can be expected to run.
 */
type CanaryState = 'off' | 'fine' | 'late' | 'silent'

export type CanaryReading = {
  state: CanaryState
  /** Time at which a provider last took a canary. */
  lastSentAt: Date | null
  /** Time of the last report of a delivery. */
  lastDeliveredAt: Date | null
  /** Time at which the first canary was written that is missing, with all later ones. Null: none is missing. */
  missingSince: Date | null
  /** From the outbox to the report of the delivery, in milliseconds: the median of the last canaries. */
  latencyMs: number | null
}

function stateOf(flights: Flight[], now: Date, interval: number): CanaryState {
  const [newest] = flights
  if (!newest) return 'late'
  if (isOverdue(newest, now, interval) || findSilence(flights, now, interval)) return 'silent'
  const isHeard = flights.slice(0, 2).some(({ deliveredAt }) => deliveredAt !== null)
  return isHeard && now.getTime() - newest.createdAt.getTime() < 2 * interval ? 'fine' : 'late'
}

/** The middle one, or the later of the two in the middle. */
function median(values: number[]): number | null {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? null
}

/** Clocks of two processes may differ: nothing arrives before it left. */
const latencies = (flights: Flight[]): number[] =>
  flights.flatMap(({ createdAt, deliveredAt }) =>
    deliveredAt ? [Math.max(0, deliveredAt.getTime() - createdAt.getTime())] : [],
  )

const OFF: CanaryReading = {
  state: 'off',
  lastSentAt: null,
  lastDeliveredAt: null,
  missingSince: null,
  latencyMs: null,
}

/** Whether mail arrives, by the newest canaries. */
export async function readCanary(ctx: DataContext, interval: number): Promise<CanaryReading> {
  if (interval === 0) return OFF
  const flights = await newestFlights(ctx)
  const delivered = await lastDelivery(ctx)
  return {
    state: stateOf(flights, ctx.now(), interval),
    lastSentAt: flights.find(({ sentAt }) => sentAt !== null)?.sentAt ?? null,
    lastDeliveredAt: delivered?.at ?? null,
    missingSince: await firstMissing(ctx, delivered?.createdAt),
    latencyMs: median(latencies(flights)),
  }
}
