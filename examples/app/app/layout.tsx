import type { Metadata } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { localeOf } from '../studio/texts'
import './studio.css'

export const metadata: Metadata = { title: 'Studio · Huntaze' }

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang={localeOf(await headers())}>
      <body>{children}</body>
    </html>
  )
}
