import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { expect, test } from './fixtures'
import { agePassword } from './operator-steps'
import { openDashboard, PASSWORD } from './steps'

const CONFIRM = '/account/confirm?next=%2Fregister'

/** A signed-in person whose last proof is too old. */
async function beStale(app: App, page: Page): Promise<void> {
  await agePassword(app, await openDashboard(page), 11)
}

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('the page asks for the password and leads on to where the person was going', async ({
      app,
      page,
    }) => {
      await beStale(app, page)
      await page.goto(CONFIRM)
      const password = page.getByLabel('Mot de passe', { exact: true })
      await expect(password).toBeFocused()
      await page.keyboard.type('pas celui-là')
      await page.keyboard.press('Enter')
      await expect(page.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
      await expect(password).toBeFocused()
      await expect(password).toHaveAttribute('aria-invalid', 'true')
      await expect(password).toHaveValue(javaScriptEnabled ? 'pas celui-là' : '')
      await password.fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.waitForURL('**/register')
      // The proof is fresh now: nothing is asked twice.
      await page.goto(CONFIRM)
      await page.waitForURL('**/register')
    })

    test('the signed-out sign in instead, which is a proof too', async ({ page }) => {
      await page.goto(CONFIRM)
      await page.waitForURL('**/login?next=%2Faccount%2Fconfirm*')
    })
  })
