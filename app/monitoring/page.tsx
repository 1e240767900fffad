import type { Metadata } from 'next'
import { requireOperator } from '@/lib/http/current-user'
import { pageContext } from '@/lib/http/page-context'
import { requestLocale } from '@/lib/http/request-locale'
import { monitoringTexts } from '@/lib/i18n/monitoring'
import { readReport } from '@/lib/monitoring/read-report'
import { SPANS } from '@/lib/monitoring/report'
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
