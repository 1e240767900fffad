import type { Page } from '@playwright/test'
import { setRole, setVerified } from '../../lib/account/change'
import { findAccountByEmail } from '../../lib/account/find'
import { openDatabase } from '../../lib/db/client'
import { systemClock } from '../../lib/kernel/clock'
import { toEmailAddress } from '../../lib/kernel/email-address'
import { createLog } from '../../lib/kernel/log'
import type { Report } from '../../lib/monitor/panel/report'
import type { App } from '../../tests/support/app'
import { aReport } from '../../tests/support/reports/ordinary'
import { aTroubledReport } from '../../tests/support/reports/troubled'
import { PHONE, take } from './camera'
import { fillRegistration, sendRegistration } from './sign-up'

const SCREEN = { width: 1440, height: 1080 }
const EMAIL = toEmailAddress('camille@example.com')

async function makeOperator(app: App): Promise<void> {
  const log = createLog(systemClock, () => {})
  const { db, pool } = openDatabase(app.database.url, log)
  const ctx = { db, now: systemClock, log }
  const account = await findAccountByEmail(ctx, EMAIL)
  if (!account) throw new Error('the registration made no account')
  await setVerified(ctx, account.id)
  await setRole(ctx, account.id, 'operator')
  await pool.end()
}

/** Answers the page's questions with a busy report: an application that just started has nothing to show. */
async function show(page: Page, report: Report): Promise<void> {
  await page.unroute('**/api/monitoring?*')
  await page.route('**/api/monitoring?*', (route) => route.fulfill({ json: report }))
  await page.goto(`/monitoring?span=${report.span}`)
  const answered = page.waitForResponse('**/api/monitoring?*')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await answered
  await page.locator('#figure-total').getByText('48').first().waitFor()
}

/** Takes the operators' dashboard on an ordinary day and during a failure. */
export async function pictureMonitoring(page: Page, app: App): Promise<void> {
  await fillRegistration(page, 'Camille Moreau', EMAIL)
  await sendRegistration(page)
  await makeOperator(app)
  await show(page, aReport())
  await take(page, { name: 'monitoring', viewport: SCREEN })
  await take(page, { name: 'monitoring-phone', viewport: PHONE })
  await show(page, aTroubledReport())
  await take(page, { name: 'monitoring-dark', viewport: SCREEN, colorScheme: 'dark' })
  await take(page, { name: 'monitoring-phone-dark', viewport: PHONE, colorScheme: 'dark' })
}
