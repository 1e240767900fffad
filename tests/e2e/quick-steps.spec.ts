import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { beOperator } from './operator-steps'
import { lookNow, openDashboard, openMail } from './steps'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

/** Leaves for one page after the other, each after so many milliseconds, as somebody does who knows the way. */
async function hurry(page: Page, paths: string[], pause: number): Promise<void> {
  for (const path of paths) {
    await page.evaluate((to) => location.assign(to), path).catch(() => {})
    await page.waitForTimeout(pause)
  }
  await page.waitForLoadState('networkidle')
}

const PAUSES = [10, 40, 90, 160, 300]

test('quick steps from page to page leave no exception behind', async ({ page }) => {
  test.setTimeout(120_000)
  await openDashboard(page)
  for (const pause of PAUSES)
    await hurry(page, ['/', '/dashboard', '/login', '/dashboard', '/register', '/'], pause)
  await page.goto('/dashboard')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
})

test('nor do Back and Forward, and reloads', async ({ page }) => {
  test.setTimeout(120_000)
  await openDashboard(page)
  await page.goto('/')
  for (const pause of PAUSES) {
    for (const step of ['back', 'forward', 'reload', 'back', 'reload', 'forward'] as const) {
      await page
        .evaluate((how) => (how === 'reload' ? location.reload() : history[how]()), step)
        .catch(() => {})
      await page.waitForTimeout(pause)
    }
    await page.waitForLoadState('networkidle')
  }
})

test('nor do pages that are left while they look for news', async ({ page, app }) => {
  test.setTimeout(120_000)
  const email = await beOperator(app, page)
  await openMail(page, email, 'Vérifiez votre email')
  for (const from of ['/mailbox', '/monitoring', '/dashboard']) {
    for (const delay of [0, 400, 1500]) {
      await page.route(/\/mailbox\?_rsc|\/api\//, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, delay))
        await route.continue().catch(() => {})
      })
      await page.goto(from)
      await lookNow(page)
      await page.waitForTimeout(from === '/mailbox' ? 3100 : 200)
      await page.goto('/login')
      await page.unrouteAll({ behavior: 'ignoreErrors' })
    }
  }
})
