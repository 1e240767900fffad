import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { beOperator } from './operator-steps'
import { openDashboard, whileSessionsCannotEnd } from './steps'

test.describe('signing out', () => {
  const out = (page: Page) => page.getByRole('button', { name: 'Se déconnecter' })
  const alert = (page: Page) => page.getByRole('banner').getByRole('alert')

  // ASVS 14.3.1
  test('tells the browser to forget what it kept', async ({ page }) => {
    await openDashboard(page)
    const answer = page.waitForResponse('**/api/auth/logout')
    await out(page).click()
    expect(await (await answer).headerValue('clear-site-data')).toBe('"cache", "storage"')
    await page.waitForURL('**/login')
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('auth-token')
  })

  // ASVS 7.4.4
  test('is a button on every page that belongs to somebody', async ({ page, app }) => {
    await beOperator(app, page)
    const pages = [
      '/dashboard',
      '/account',
      '/account/security',
      '/account/sessions',
      '/account/activity',
      '/account/activity/emails',
      '/account/data',
      '/account/confirm',
      '/account/email',
      '/monitoring',
      '/monitoring/users',
    ]
    for (const address of pages) {
      await page.goto(address)
      await expect(out(page), address).toBeVisible()
      expect(await out(page).evaluate((button: HTMLButtonElement) => button.form?.method)).toBe('post')
    }
    await out(page).click()
    await page.waitForURL('**/login')
    await page.goto('/account')
    await page.waitForURL('**/login?next=**')
  })

  test('says when it failed, stays, and can be tried again', async ({ page, complaints, app }) => {
    await openDashboard(page)
    await page.route('**/api/auth/logout', (route) => route.abort())
    await out(page).click()
    await expect(alert(page)).toContainText('Le serveur ne répond pas')
    await expect(alert(page)).toBeFocused()
    await page.unroute('**/api/auth/logout')
    await whileSessionsCannotEnd(app, async () => {
      await out(page).click()
      await expect(alert(page)).toContainText('Une erreur est survenue de notre côté')
    })
    expect(new URL(page.url()).pathname).toBe('/dashboard')
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
    expect(complaints.splice(0)).toHaveLength(2)
    await out(page).click()
    await page.waitForURL('**/login')
  })
})
