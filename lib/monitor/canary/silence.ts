import { MINUTE } from '../../kernel/clock'
import type { Flight } from './flights'

/** How long a canary may be on its way before its silence counts, in milliseconds. */
export const silenceLimit = (interval: number): number => Math.max(3 * interval, 15 * MINUTE)

/** Whether a canary has been on its way for too long. */
export const isOverdue = ({ createdAt }: Flight, now: Date, interval: number): boolean =>
  now.getTime() - createdAt.getTime() >= silenceLimit(interval)

/**
 * The canary by which silence is proven: it is overdue, and neither it nor any later one was reported delivered. Two
 * later ones must be missing too, because one alone may be lost while no server runs to hear of it.
 */
export function findSilence(flights: Flight[], now: Date, interval: number): Flight | undefined {
  const overdue = flights.findIndex((flight) => isOverdue(flight, now, interval))
  const isHeard = flights.slice(0, overdue + 1).some(({ deliveredAt }) => deliveredAt !== null)
  return overdue >= 2 && !isHeard ? flights[overdue] : undefined
}
