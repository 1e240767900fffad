import type { Reading } from '@/lib/i18n/moment'
import type { Span } from '@/lib/i18n/span'
import type { MonitoringTexts } from '@/lib/i18n/texts/monitoring'
import type { Health } from '@/lib/monitor/alarm/health'
import { type FigureName, figuresOf, ruleOf } from '@/lib/monitor/figure-names'
import type { PanelName } from '@/lib/monitor/figures'
import type { Report } from '@/lib/monitor/panel/report'

/** Texts, reader and span: every part of the dashboard needs them to write anything. */
export type View = { texts: MonitoringTexts; reading: Reading; span: Span }

/** A panel's figures: those that specification 1.8 names come first and large, the others in rows below them. */
export function panelFigures(panel: PanelName): { tiles: FigureName[]; rows: FigureName[] } {
  const names: FigureName[] = figuresOf(panel)
  const isRow = (name: FigureName) => ruleOf(name).isRow === true
  return { tiles: names.filter((name) => !isRow(name)), rows: names.filter(isRow) }
}

/** The time over which a figure counts, in words. */
export const windowText = ({ texts, span }: View, name: FigureName): string =>
  texts.windows[ruleOf(name).window ?? 'now'].replace('{span}', texts.spansSpoken[span])

/** The figures of any panel, by name. */
export const panelOf = (report: Report, name: PanelName) => ({
  figures: report[name].figures as Partial<Record<FigureName, Report['users']['figures']['total']>>,
  trends: report[name].trends as Partial<Record<FigureName, Report['users']['trends']['total']>>,
})

const GRAVITY: Health[] = ['alarm', 'warning', 'unknown', 'fine']

/** The gravest of several states. */
export const gravest = (states: Health[]): Health =>
  GRAVITY.find((candidate) => states.includes(candidate)) ?? 'fine'
