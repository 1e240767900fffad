import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, openDashboard, proveByPassword, query } from './steps'

/** `jean@example.com` as a page shows it to whoever holds the link. */
const masked = (email: string): string => `${email[0]}•••@e•••.com`
const heading = (page: Page, name: string) => page.getByRole('heading', { name })

const isVerified = async (app: App, email: string) =>
  (
    await query<{ email_verified: boolean }>(app, 'select email_verified from users where email = $1', [
      email,
    ])
  )[0]?.email_verified

for (const javaScriptEnabled of [true, false]) {
  test.describe(`the link of one account where another is signed in${javaScriptEnabled ? '' : ', without JavaScript'}`, () => {
    test.use({ javaScriptEnabled })

    test('names both, and signs in to the one whose password is given', async ({
      app,
      page,
      anotherBrowser,
    }) => {
      const linked = await beMember(page)
      const link = await mailedLink(app, linked)
      const browser = await anotherBrowser({ javaScriptEnabled })
      const present = await openDashboard(browser)
      await browser.goto(link)
      const main = browser.getByRole('main')
      await expect(main).toContainText(masked(linked))
      await expect(main).toContainText(`Un autre compte est connecté dans ce navigateur : ${present}.`)
      await proveByPassword(browser)
      await expect(heading(browser, 'Email vérifié !')).toBeVisible()
      await browser.waitForURL('**/dashboard')
      await expect(main).toContainText('Votre email est vérifié')
      await expect(browser.getByText(linked).first()).toBeVisible()
      expect([await isVerified(app, linked), await isVerified(app, present)]).toEqual([true, false])
    })

    test('and was used says which address is verified and who is signed in, and stays', async ({
      app,
      page,
      anotherBrowser,
    }) => {
      const linked = await beMember(page)
      const link = await mailedLink(app, linked)
      expect((await page.request.get(link.replace('/auth/', '/api/auth/'))).status()).toBe(200)
      const browser = await anotherBrowser({ javaScriptEnabled })
      const present = await openDashboard(browser)
      await browser.goto(link)
      const main = browser.getByRole('main')
      await expect(heading(browser, 'Cet email est déjà vérifié')).toBeVisible()
      await expect(main).toContainText(`L’adresse ${masked(linked)} est vérifiée.`)
      await expect(main).toContainText(`Un autre compte est connecté dans ce navigateur : ${present}.`)
      await expect(browser.getByText(linked)).toHaveCount(0)
      await browser.getByRole('link', { name: 'Rester sur ce compte' }).click()
      await browser.waitForURL('**/dashboard')
      await expect(browser.getByText('Votre email n’est pas encore vérifié')).toBeVisible()
      await browser.goto(link)
      await browser.getByRole('link', { name: 'Me connecter avec l’adresse vérifiée' }).click()
      await browser.waitForURL('**/login')
    })
  })
}

test('a link that nobody knows, where somebody verified is signed in, names their own address', async ({
  app,
  page,
}) => {
  const email = await beMember(page)
  await page.goto(await mailedLink(app, email))
  await expect(heading(page, 'Email vérifié !')).toBeVisible()
  await page.goto(`/auth/verify-email?token=${'0'.repeat(64)}`)
  await expect(heading(page, 'Votre email est déjà vérifié')).toBeVisible()
  await expect(page.getByText(`L’adresse ${email} est vérifiée.`)).toBeVisible()
})
