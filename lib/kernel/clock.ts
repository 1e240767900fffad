/** Tells the time. Handed to every flow, so that a test can move it. */
export type Clock = {
  (): Date
  /** Set for a machine's clock, which can be wrong. */
  readonly isWallClock?: true
}

/** The wall clock: the only place in `lib` that asks the system for the time. */
export const systemClock: Clock = Object.assign(() => new Date(), { isWallClock: true as const })

/** Units of time in milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `date` moved by `milliseconds` (negative: into the past). */
export const shift = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds)

/** Whole seconds from `from` until `until`, rounded up, never negative, as `Retry-After` has them. */
export const secondsUntil = (until: Date, from: Date): number =>
  Math.max(0, Math.ceil((until.getTime() - from.getTime()) / SECOND))
