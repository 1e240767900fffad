import { sharedKey } from './brand'

/** Tells the time. Handed to every flow, so that a test can move it. */
export type Clock = {
  (): Date
  /** A machine's clock, which can be wrong: moves it by `milliseconds` (negative: back). See `lib/db/clock.ts`. */
  readonly correct?: (milliseconds: number) => void
}

/** A machine's clock. */
export type WallClock = Clock & Required<Pick<Clock, 'correct'>>

/** Holds by how many milliseconds a machine's clock is corrected. */
type Correction = { [key: symbol]: number | undefined }

const CORRECTION = sharedKey('clock-correction')

/** A clock over a machine's, which can be corrected. */
export const wallClock = (machine: () => number, held: Correction = {}): WallClock => {
  const correction = () => held[CORRECTION] ?? 0
  return Object.assign(() => new Date(machine() + correction()), {
    correct(milliseconds: number) {
      held[CORRECTION] = correction() + milliseconds
    },
  })
}

/**
 * The wall clock: the only place in `lib` that asks the system for the time. Its correction is one for the process, which
 * holds several copies of this module.
 */
export const systemClock: WallClock = wallClock(() => Date.now(), globalThis as Correction)

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
