import { sharedKey } from './brand'

/** JavaScript's own `Date`, as it was before Next.js replaced it: its replacement takes a microsecond and a half a call. */
const OwnDate = Date

/** The moment so many milliseconds after 1970, or written in ISO 8601. Faster than `new Date` once Next.js is loaded. */
export const dateOf = (moment: number | string): Date => new OwnDate(moment)

/** Tells the time. Handed to every flow, so that a test can move it. */
export type Clock = {
  (): Date
  /** Moves the clock by `milliseconds` (negative: back). Only a machine's clock has it, since it can be wrong: `lib/db/clock.ts`. */
  readonly correct?: (milliseconds: number) => void
}

/** A machine's clock. */
export type WallClock = Clock & Required<Pick<Clock, 'correct'>>

/** Holds by how many milliseconds a machine's clock is corrected. */
type Correction = { [key: symbol]: number | undefined }

const CORRECTION = sharedKey('clock-correction')

/** A clock that corrects `machine`'s time by what `held` says. */
export const wallClock = (machine: () => number, held: Correction = {}): WallClock => {
  const correction = () => held[CORRECTION] ?? 0
  return Object.assign(() => dateOf(machine() + correction()), {
    correct(milliseconds: number) {
      held[CORRECTION] = correction() + milliseconds
    },
  })
}

/**
 * The wall clock: the only place in `lib` that asks the system for the time. The copies of this module in one process share
 * one correction.
 */
export const systemClock: WallClock = wallClock(OwnDate.now, globalThis as Correction)

/** Units of time in milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `date` moved by `milliseconds` (negative: into the past). */
export const shift = (date: Date, milliseconds: number): Date => dateOf(date.getTime() + milliseconds)

/** Whole seconds from `from` until `until`, rounded up, never negative, as `Retry-After` has them. */
export const secondsUntil = (until: Date, from: Date): number =>
  Math.max(0, Math.ceil((until.getTime() - from.getTime()) / SECOND))
