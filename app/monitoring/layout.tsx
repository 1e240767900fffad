import type { ReactNode } from 'react'
import { signOut } from '@/app/sign-out'
import { Shell } from '@/components/shell/shell'
import { requireOperator } from '@/lib/http/current-user'
import { requestLocale } from '@/lib/http/request-locale'
import { monitoringTexts } from '@/lib/i18n/monitoring'

export default async function MonitoringLayout({ children }: { children: ReactNode }) {
  const [user, locale] = await Promise.all([requireOperator('/monitoring'), requestLocale()])
  return (
    <Shell account={{ email: user.email, signOut }} measure="full">
      <h1>{monitoringTexts(locale).title}</h1>
      {children}
    </Shell>
  )
}
