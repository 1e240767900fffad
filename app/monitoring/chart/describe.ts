import type { Series } from '@/lib/monitor/panel/report'

export type TrendTexts = Record<'summary' | 'empty' | 'gaps' | 'nothing' | 'noPoint', string>

type Words = {
  label: string
  /** The span in words, for example `24 hours`. */
  span: string
  write: (value: number) => string
  texts: TrendTexts
}

const filled = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)

/** The plot in one sentence, for screen readers: lowest, highest and last reading, and gaps. */
export function describeTrend({ values }: Series, { label, span, write, texts }: Words): string {
  const measured = values.filter((value) => value !== null)
  const last = measured.at(-1)
  if (last === undefined) return filled(texts.empty, { label, span })
  const low = write(measured.reduce((least, value) => Math.min(least, value)))
  const high = write(measured.reduce((most, value) => Math.max(most, value)))
  const summary = filled(texts.summary, { label, span, low, high, last: write(last) })
  return measured.length < values.length ? `${summary} ${texts.gaps}` : summary
}

/** Time of the reading at `index`. */
export const momentOf = ({ from, stepSeconds }: Series, index: number): Date =>
  new Date(new Date(from).getTime() + index * stepSeconds * 1000)
