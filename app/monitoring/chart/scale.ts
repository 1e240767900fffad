/** An axis's two ends; `min` is below `max`. */
export type Domain = { min: number; max: number }

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The next round number that is not below `value`; `value` must be positive. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = STEPS.find((candidate) => candidate * power >= value) ?? 10
  return step * power
}

/** Share of the values below which a range gets an axis without zero: a million users and today's fifty. */
const NARROW = 0.4

/** Smaller than any reading; below it floating numbers run out of digits. */
const NOTHING = 1e-6

/** Share of the values below which a range is floating-point noise. */
const NOISE = 1e-9

/**
 * The axis for the readings: from zero, or from close below the values where zero would flatten them; to a
 * round number above. Null where nothing was measured.
 */
export function domainOf(values: readonly (number | null)[]): Domain | null {
  const measured = values.filter((value) => value !== null)
  if (measured.length === 0) return null
  const low = measured.reduce((least, value) => Math.min(least, value))
  const high = measured.reduce((most, value) => Math.max(most, value))
  if (high <= NOTHING) return { min: Math.min(low, 0), max: high < 0 ? 0 : 1 }
  const range = high - low
  if (low < 0 || range <= high * NOISE || range > high * NARROW)
    return { min: Math.min(low, 0), max: roundUp(high) }
  const step = roundUp(range / 2)
  return { min: Math.max(0, Math.floor(low / step) * step), max: Math.ceil(high / step) * step }
}

/** The height of every plot in its own units; a plot is as wide as it has steps between points. */
export const HEIGHT = 100

/** Place of `value`, from 0 at the top to `HEIGHT` at the bottom; beyond the axis, its end. */
export function heightOf(value: number, { min, max }: Domain): number {
  const share = (value - min) / (max - min)
  return Math.round(HEIGHT * (1 - Math.min(1, Math.max(0, share))) * 10) / 10
}
