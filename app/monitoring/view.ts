import type { Reading } from '@/lib/i18n/moment'
import type { Span } from '@/lib/i18n/span'
import type { MonitoringTexts } from '@/lib/i18n/texts/monitoring'
import type { Health, Report } from '@/lib/monitor/panel/report'

/** Texts, reader and span: every part of the dashboard needs them to write anything. */
export type View = { texts: MonitoringTexts; reading: Reading; span: Span }

export type FigureName = keyof MonitoringTexts['figures']
export type PanelName = keyof MonitoringTexts['panels']

/** The figures specification 1.8 names come first and large, the others in rows below them. */
export const PANELS = {
  database: { main: ['connections', 'cpu', 'storage', 'queriesPerSecond'], more: [] },
  email: {
    main: ['sent', 'delivered', 'bounced', 'complaints'],
    more: ['bounceRate', 'complaintRate', 'queued', 'oldestQueued'],
  },
  application: {
    main: ['requestsPerMinute', 'latency', 'errorRate', 'uptime'],
    more: ['latencyP95', 'instances', 'cleanUpAge'],
  },
  users: { main: ['total', 'verified', 'pending', 'active'], more: ['disabled'] },
} as const satisfies Record<PanelName, { main: FigureName[]; more: FigureName[] }>

/** The share that is read together with a count, and gives it its state. */
export const RATES: Partial<Record<FigureName, FigureName>> = {
  bounced: 'bounceRate',
  complaints: 'complaintRate',
}

const WINDOWS: Partial<Record<FigureName, keyof MonitoringTexts['windows']>> = {
  sent: 'span',
  delivered: 'span',
  bounced: 'span',
  complaints: 'span',
  bounceRate: 'day',
  complaintRate: 'day',
  requestsPerMinute: 'span',
  latency: 'span',
  latencyP95: 'span',
  errorRate: 'span',
  uptime: 'span',
  active: 'day',
}

/** The time over which a figure counts, in words. */
export const windowText = ({ texts, span }: View, name: FigureName): string =>
  texts.windows[WINDOWS[name] ?? 'now'].replace('{span}', texts.spansSpoken[span])

/** All figures of a panel by name, whatever the panel. */
export const panelOf = (report: Report, name: PanelName) => ({
  figures: report[name].figures as Partial<Record<FigureName, Report['users']['figures']['total']>>,
  trends: report[name].trends as Partial<Record<FigureName, Report['users']['trends']['total']>>,
})

const GRAVITY: Health[] = ['alarm', 'warning', 'unknown', 'fine']

/** The gravest of several states. */
export const gravest = (states: Health[]): Health =>
  GRAVITY.find((candidate) => states.includes(candidate)) ?? 'fine'
