import type { Metadata } from 'next'
import { requireOperator } from '@/lib/http/page/guards'
import { pageContext } from '@/lib/http/page/page-context'
import { requestLocale } from '@/lib/http/page/request-locale'
import { SPANS } from '@/lib/i18n/span'
import { monitoringTexts } from '@/lib/i18n/texts/monitoring'
import { readReport } from '@/lib/monitor/panel/read-report'
import { Dashboard } from './dashboard'

export async function generateMetadata(): Promise<Metadata> {
  return { title: monitoringTexts(await requestLocale()).title }
}

type MonitoringPageProps = { searchParams: Promise<{ span?: string | string[] }> }

/** The operators' dashboard over `?span=`, a day unless it says otherwise. */
export default async function MonitoringPage({ searchParams }: MonitoringPageProps) {
  await requireOperator('/monitoring')
  const [{ span }, locale] = await Promise.all([searchParams, requestLocale()])
  const chosen = SPANS.find((candidate) => candidate === span) ?? '24h'
  const report = await readReport(pageContext(), chosen)
  return <Dashboard key={chosen} first={report} texts={monitoringTexts(locale)} locale={locale} />
}
