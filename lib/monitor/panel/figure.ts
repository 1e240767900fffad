import { type Health, healthWithin } from '../alarm/health'
import {
  type FigureName,
  type FigureOf,
  figuresOf,
  type Reason,
  ruleOf,
  type SampledFigure,
  type Source,
} from '../figure-names'
import type { PanelName } from '../figures'
import type { Trends } from '../gauge/gauges'
import type { Figure, Series } from './report'
import { seriesOf, type Window } from './span'

/** Columns of a figure that a reader knows better than the table does. */
export type Given = {
  /** Null: the reason for a missing value is not known. */
  why?: Reason | null
  source?: Source
  /** Null: there is one, and it is not known. */
  limit?: number | null
  state?: Health
}

/** Bounds in per cent of a limit are judged by the share of it, and shown in the figure's unit. */
function standing(name: FigureName, value: number | null, limit?: number | null) {
  const { bounds, hasLimit } = ruleOf(name)
  if (!bounds) return { state: value === null ? ('unknown' as const) : ('fine' as const) }
  if (!hasLimit) return { state: healthWithin(value, bounds), threshold: bounds.alarm }
  const share = value === null || !limit ? null : (100 * value) / limit
  const threshold = typeof limit === 'number' ? Math.ceil((bounds.alarm / 100) * limit) : undefined
  return { state: healthWithin(share, bounds), threshold }
}

/** A figure of the table with its value. */
export function figureOf(name: FigureName, value: number | null, given: Given = {}): Figure {
  const { unit, sources, missing = [] } = ruleOf(name)
  const { state, threshold } = standing(name, value, given.limit)
  const why = value === null ? (given.why === undefined ? missing[0] : given.why) : null
  return {
    value,
    unit,
    state: given.state ?? state,
    source: given.source ?? sources[0],
    ...(typeof why === 'string' && { why }),
    ...(given.limit !== undefined && { limit: given.limit }),
    ...(threshold !== undefined && { threshold }),
  }
}

/** Trends of a panel's figures that are made of readings, in their order. */
export function sampledTrends<Panel extends PanelName>(
  panel: Panel,
  { window, trends }: { window: Window; trends: Trends },
): Record<FigureOf<Panel> & SampledFigure, Series> {
  const names = figuresOf(panel).filter((name) => ruleOf(name).sampler !== undefined)
  const series = names.map((name) => [name, seriesOf(window, trends.get(name) ?? new Map())])
  return Object.fromEntries(series) as Record<FigureOf<Panel> & SampledFigure, Series>
}
