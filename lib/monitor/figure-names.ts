import { FIGURES, type FigureRule, type PanelName } from './figures'

type Figures = typeof FIGURES

export type FigureName = keyof Figures

/** Names of the figures whose row has these columns. */
type NamesOf<Columns> = {
  [Name in FigureName]: Figures[Name] extends Columns ? Name : never
}[FigureName]

export type FigureOf<Panel extends PanelName> = NamesOf<{ panel: Panel }>
export type BoundedFigure = NamesOf<{ bounds: object }>
export type RateFigure = NamesOf<{ bounds: object; enough: object }>

export type Sampler = NonNullable<FigureRule['sampler']>
/** Figures that one of `From` reads off once a minute. */
export type SampledFigure<From extends Sampler = Sampler> = NamesOf<{ sampler: From }>
type LimitOf<Name> = Name extends NamesOf<{ hasLimit: true }> ? `${Name}Limit` : never
/** Gauges that an instrument fills: its figures, and their limits. */
export type SampledGauge<From extends Sampler = Sampler> = SampledFigure<From> | LimitOf<SampledFigure<From>>

type ColumnOf<Column extends string> = Extract<Figures[FigureName], Record<Column, unknown>>
export type Source = ColumnOf<'sources'>['sources'][number]
export type Reason = ColumnOf<'missing'>['missing'][number]

type MetricOf<Row> = Row extends { metric: infer Metric extends string }
  ? Metric | (Row extends { hasLimit: true } ? `${Metric}_limit` : never)
  : never
/** Metrics that show a figure or its limit, without the prefix. */
export type FigureMetric = MetricOf<Figures[FigureName]>

export const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[]

/** A row of the table with all of its columns. */
export const ruleOf = (name: FigureName): FigureRule => FIGURES[name]

/** The share that is shown with a count. */
export function shareOf(name: FigureName): FigureName | undefined {
  const row = FIGURES[name]
  return 'rate' in row ? row.rate : undefined
}

/** The figures of a panel, in their order. */
export const figuresOf = <Panel extends PanelName>(panel: Panel): FigureOf<Panel>[] =>
  FIGURE_NAMES.filter((name) => ruleOf(name).panel === panel) as FigureOf<Panel>[]

/** The gauges of a figure: one of its value, and one of its limit if that is read too. */
const gaugesOf = (name: FigureName): string[] => (ruleOf(name).hasLimit ? [name, `${name}Limit`] : [name])

/** The gauges of all figures that are read off once a minute. */
export const SAMPLED_GAUGES = FIGURE_NAMES.filter((name) => ruleOf(name).sampler !== undefined).flatMap(
  gaugesOf,
) as SampledGauge[]

const distinct = <Word extends string>(words: readonly string[]): Word[] =>
  [...new Set(words)].toSorted() as Word[]

export const SOURCES = distinct<Source>(FIGURE_NAMES.flatMap((name) => ruleOf(name).sources))
export const REASONS = distinct<Reason>(FIGURE_NAMES.flatMap((name) => ruleOf(name).missing ?? []))
