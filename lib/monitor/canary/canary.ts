import { and, desc, eq, gt } from 'drizzle-orm'
import { isSettled } from '../../email/report/lifecycle'
import { emailEvents, emailMessages } from '../../email/schema'
import { MINUTE } from '../../kernel/clock'
import type { DataContext } from '../../kernel/context'

/**
 * `late`: the last two canaries have not been reported delivered, or no canary was sent when one was due. `silent`:
 * for so long that mail cannot be expected to arrive, or that no server can be expected to run.
 */
export type CanaryState = 'off' | 'fine' | 'late' | 'silent'

export type CanaryReading = {
  state: CanaryState
  /** When a provider last took a canary. */
  lastSentAt: Date | null
  /** When we last learnt of a delivery. */
  lastDeliveredAt: Date | null
  /** When the first canary was written of which nobody has heard, nor of a later one. Null: none is missing. */
  missingSince: Date | null
  /** From the outbox to the report of the delivery, in milliseconds: the median of the last canaries. */
  latencyMs: number | null
}

/** One canary on its way. `deliveredAt`: when we learnt of its delivery, by our clock. */
export type Flight = {
  id: number
  createdAt: Date
  sentAt: Date | null
  deliveredAt: Date | null
  isWaiting: boolean
  lastError: string | null
}

/** Enough for the longest silence to be judged by: of canaries a minute apart, 15 minutes. */
const FLIGHTS = 50

const isDelivery = and(eq(emailEvents.messageId, emailMessages.id), eq(emailEvents.type, 'delivery'))

/** The newest canaries, the newest first. One that is reported delivered twice is there twice. */
export async function newestFlights({ db }: DataContext): Promise<Flight[]> {
  const rows = await db
    .select({
      id: emailMessages.id,
      createdAt: emailMessages.createdAt,
      settledAt: emailMessages.settledAt,
      status: emailMessages.status,
      providerMessageId: emailMessages.providerMessageId,
      lastError: emailMessages.lastError,
      deliveredAt: emailEvents.receivedAt,
    })
    .from(emailMessages)
    .leftJoin(emailEvents, isDelivery)
    .where(eq(emailMessages.kind, 'canary'))
    .orderBy(desc(emailMessages.createdAt))
    .limit(FLIGHTS)
  return rows.map(({ settledAt, status, providerMessageId, ...flight }) => ({
    ...flight,
    sentAt: providerMessageId === null ? null : settledAt,
    isWaiting: !isSettled(status),
  }))
}

/** How long a canary may be on its way before its silence counts, in milliseconds. */
export const silenceLimit = (interval: number): number => Math.max(3 * interval, 15 * MINUTE)

/** Whether a canary has been on its way for too long. */
export const isOverdue = ({ createdAt }: Flight, now: Date, interval: number): boolean =>
  now.getTime() - createdAt.getTime() >= silenceLimit(interval)

/**
 * The canary by which silence is proven: it is overdue, and neither it nor any later one was reported delivered. Two
 * later ones are asked for, because one alone may have been lost while no server ran that could hear of it.
 */
export function findSilence(flights: Flight[], now: Date, interval: number): Flight | undefined {
  const overdue = flights.findIndex((flight) => isOverdue(flight, now, interval))
  const isHeard = flights.slice(0, overdue + 1).some(({ deliveredAt }) => deliveredAt !== null)
  return overdue >= 2 && !isHeard ? flights[overdue] : undefined
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

/** The newest canary that was delivered: when it was written, and when we learnt of its delivery. */
async function lastDelivery({ db }: DataContext): Promise<{ createdAt: Date; at: Date } | undefined> {
  const [last] = await db
    .select({ createdAt: emailMessages.createdAt, at: emailEvents.receivedAt })
    .from(emailMessages)
    .innerJoin(emailEvents, isDelivery)
    .where(eq(emailMessages.kind, 'canary'))
    .orderBy(desc(emailMessages.createdAt))
    .limit(1)
  return last
}

async function firstMissing({ db }: DataContext, delivered: Date | undefined): Promise<Date | null> {
  const [first] = await db
    .select({ at: emailMessages.createdAt })
    .from(emailMessages)
    .where(
      and(eq(emailMessages.kind, 'canary'), delivered ? gt(emailMessages.createdAt, delivered) : undefined),
    )
    .orderBy(emailMessages.createdAt)
    .limit(1)
  return first?.at ?? null
}

const OFF: CanaryReading = {
  state: 'off',
  lastSentAt: null,
  lastDeliveredAt: null,
  missingSince: null,
  latencyMs: null,
}

/** Whether mail arrives, as far as the canaries tell. */
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
