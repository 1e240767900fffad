import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import type { ReactNode } from 'react'
import { requestLocale } from '@/lib/http/page/request-locale'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { PRODUCT } from '@/lib/kernel/brand'
import './globals.css'

/** The latin subset alone: it holds all that French and English write. */
const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter',
  display: 'swap',
})

export async function generateMetadata(): Promise<Metadata> {
  const { site } = pageTexts(await requestLocale())
  return {
    title: { default: PRODUCT, template: `%s · ${PRODUCT}` },
    description: site.description,
    robots: { index: false },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf7' },
    { media: '(prefers-color-scheme: dark)', color: '#14131a' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await requestLocale()} className={inter.variable}>
      <body>{children}</body>
    </html>
  )
}
