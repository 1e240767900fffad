import type { ReactNode } from 'react'
import { signOut } from '@/app/sign-out'
import { Shell } from '@/components/shell/shell'
import { requireOperator } from '@/lib/http/current-user'

export default async function MonitoringLayout({ children }: { children: ReactNode }) {
  const user = await requireOperator('/monitoring')
  return (
    <Shell account={{ email: user.email, signOut }} measure="full">
      {children}
    </Shell>
  )
}
