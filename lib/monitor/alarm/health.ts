import type { BoundedFigure, RateFigure } from '../figure-names'
import { type Bounds, FIGURES } from '../figures'

/** `unknown`: there is no value to judge. */
export type Health = 'fine' | 'warning' | 'alarm' | 'unknown'

export const healthWithin = (value: number | null, { warning, alarm }: Bounds): Health =>
  value === null ? 'unknown' : value >= alarm ? 'alarm' : value >= warning ? 'warning' : 'fine'

/** Health of a value by the bounds of its figure. */
export const healthOf = (name: BoundedFigure, value: number | null): Health =>
  healthWithin(value, FIGURES[name].bounds)

/** `bad` per hundred of `of`; null if `of` is 0. */
export const percentOf = (bad: number, of: number): number | null => (of > 0 ? (100 * bad) / of : null)

/** A rate in per cent and its health, which is fine while there are too few cases to judge. */
export function rateOf(name: RateFigure, bad: number, of: number): { value: number | null; health: Health } {
  const { enough } = FIGURES[name]
  const value = percentOf(bad, of)
  const health = healthOf(name, value)
  const isJudged = value === null || of >= enough.of || bad >= enough.bad
  return { value, health: isJudged ? health : 'fine' }
}
