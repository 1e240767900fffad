'use client'

import { useRef } from 'react'
import { useBrowserValue } from '@/components/use-browser-value'
import { momentText } from '@/lib/i18n/moment'
import type { MonitoringTexts } from '@/lib/i18n/texts/monitoring'
import type { Locale } from '@/lib/kernel/locale'
import type { Report } from '@/lib/monitor/panel/report'
import { Alarms } from './alarm/alarms'
import { CanaryBlock } from './block/canary'
import { InstancesBlock } from './block/instances'
import { SesBlock } from './block/ses'
import styles from './dashboard.module.css'
import { Funnel } from './funnel/funnel'
import { Head } from './head/head'
import { Panel } from './panel/panel'
import { useDefinitions } from './term/use-definitions'
import { useReport } from './use-report'
import { useTitleCount } from './use-title-count'
import type { View } from './view'

type DashboardProps = { first: Report; texts: MonitoringTexts; locale: Locale }

/** The operators' dashboard. The server writes it whole; where there is JavaScript it keeps itself up to date. */
export function Dashboard({ first, texts, locale }: DashboardProps) {
  const { report, isStale } = useReport(first)
  const timeZone = useBrowserValue(() => Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC')
  const root = useRef<HTMLDivElement>(null)
  useDefinitions(root)
  useTitleCount(report.alarms.filter(({ state }) => state === 'alarm').length)
  const view: View = { texts, reading: { locale, timeZone }, span: report.span }
  return (
    <div ref={root} className={styles.dashboard} data-moments="" data-stale={isStale || undefined}>
      <Head at={report.at} isStale={isStale} view={view} />
      <Alarms report={report} view={view} />
      <div className={styles.panels}>
        <div className={styles.column}>
          <Panel name="database" report={report} view={view} />
          <Panel name="email" report={report} view={view}>
            <SesBlock ses={report.email.ses} view={view} />
            <CanaryBlock canary={report.email.canary} view={view} />
          </Panel>
        </div>
        <div className={styles.column}>
          <Panel name="application" report={report} view={view} notes={{ uptime: uptimeNote(report, view) }}>
            <InstancesBlock instances={report.application.instances} view={view} />
          </Panel>
          <Panel name="users" report={report} view={view} />
        </div>
      </div>
      <Funnel
        funnel={report.funnel}
        proofs={report.proofs}
        why={report.email.figures.delivered.why}
        view={view}
      />
    </div>
  )
}

/** Start of the oldest instance, in words. */
function uptimeNote({ application: { instances } }: Report, { texts, reading }: View): string | undefined {
  const [oldest] = instances.map(({ startedAt }) => startedAt).toSorted()
  return oldest && texts.uptimeSince.replace('{time}', momentText(reading, oldest))
}
