import type { Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { systemClock } from '../lib/clock'
import { openDatabase } from '../lib/db/client'
import { users } from '../lib/db/schema'
import { createLog } from '../lib/log'
import type { Report } from '../lib/monitoring/report'
import type { App } from '../tests/support/app'
import { aReport, aTroubledReport } from '../tests/support/reports'

type Take = (
  page: Page,
  name: string,
  viewport: { width: number; height: number },
  colorScheme?: 'light' | 'dark',
) => Promise<void>

const PHONE = { width: 390, height: 844 }
const SCREEN = { width: 1440, height: 1080 }

async function makeOperator(app: App, email: string): Promise<void> {
  const { db, pool } = openDatabase(
    app.database.url,
    createLog(systemClock, () => {}),
  )
  await db.update(users).set({ role: 'operator' }).where(eq(users.email, email))
  await pool.end()
}

/** An application that was just started has nothing to show, so the page is told of a busier one. */
async function show(page: Page, report: Report): Promise<void> {
  await page.unroute('**/api/monitoring?*')
  await page.route('**/api/monitoring?*', (route) => route.fulfill({ json: report }))
  await page.goto(`/monitoring?span=${report.span}`)
  const answered = page.waitForResponse('**/api/monitoring?*')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await answered
  await page.locator('#figure-total').getByText('48').waitFor()
}

/** The operators' dashboard, signed in as `email`, whose address is verified. */
export async function pictureMonitoring(page: Page, app: App, email: string, take: Take): Promise<void> {
  await makeOperator(app, email)
  await show(page, aReport())
  await take(page, 'monitoring', SCREEN)
  await take(page, 'monitoring-phone', PHONE)
  await show(page, aTroubledReport())
  await take(page, 'monitoring-dark', SCREEN, 'dark')
  await take(page, 'monitoring-phone-dark', PHONE, 'dark')
}
