import type { Figure, Health } from '../panel/report'

/** What is too much: `alarm` and above is an alarm, `warning` and above a warning. */
export type Bounds = { warning: number; alarm: number }

/** Half of what alarms is a warning; connections come and go by the tenth of the limit, so theirs is higher. */
export const BOUNDS = {
  bounceRate: { warning: 2.5, alarm: 5 },
  complaintRate: { warning: 0.05, alarm: 0.1 },
  connections: { warning: 60, alarm: 80 },
  errorRate: { warning: 0.5, alarm: 1 },
  oldestQueued: { warning: 150, alarm: 300 },
  cleanUpAge: { warning: 3600, alarm: 7200 },
} satisfies Record<string, Bounds>

/**
 * How much is needed before a rate means something: one bounce of two messages is 50 %, and no reason to wake anybody.
 * Either enough in all, or enough of the bad.
 */
export const ENOUGH = {
  bounceRate: { of: 50, bad: 5 },
  complaintRate: { of: 1000, bad: 3 },
  errorRate: { of: 100, bad: 5 },
} as const

export const judge = (value: number | null, { warning, alarm }: Bounds): Health =>
  value === null ? 'unknown' : value >= alarm ? 'alarm' : value >= warning ? 'warning' : 'fine'

/** `bad` per hundred of `of`; null when there are none. */
export const percentOf = (bad: number, of: number): number | null => (of > 0 ? (100 * bad) / of : null)

/** The health of a rate: fine while there is too little to judge. */
export function judgeRate(name: keyof typeof ENOUGH, bad: number, of: number): Health {
  const health = judge(percentOf(bad, of), BOUNDS[name])
  const enough = of >= ENOUGH[name].of || bad >= ENOUGH[name].bad
  return health === 'unknown' || enough ? health : 'fine'
}

/** A rate and how it stands. */
export const rateOf = (name: keyof typeof ENOUGH, bad: number, of: number) => ({
  value: percentOf(bad, of),
  health: judgeRate(name, bad, of),
})

/** A figure that has no bad values. */
export const plainFigure = (
  value: number | null,
  unit: Figure['unit'],
  source: string,
  more: Partial<Figure> = {},
): Figure => ({ value, unit, state: value === null ? 'unknown' : 'fine', source, ...more })
