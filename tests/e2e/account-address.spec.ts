import type { Page } from '@playwright/test'
import { beVerified, staleProof } from './account-steps'
import { expect, test } from './fixtures'
import { beMember, freshEmail, openMail, PASSWORD } from './steps'

const field = (page: Page) => page.getByLabel('Nouvelle adresse email', { exact: true })
const send = (page: Page) => page.getByRole('button', { name: 'Envoyer le lien' }).click()
const news = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

async function ask(page: Page, email: string): Promise<void> {
  await page.goto('/account')
  await page.getByText('Changer d’adresse…').click()
  await field(page).fill(email)
  await send(page)
}

for (const javaScriptEnabled of [true, false])
  test.describe(`another address ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled })

    test('is asked for, waits for its proof, and is given up again', async ({ page, app }) => {
      const email = await beVerified(page, app)
      const wanted = freshEmail()
      await ask(page, wanted)
      await expect(news(page, `Un lien part à ${wanted}`)).toBeFocused()
      const address = page.getByRole('region', { name: 'Adresse email' })
      await expect(address).toContainText(email)
      await expect(page.getByRole('heading', { name: 'Changement en attente' })).toBeVisible()
      if (javaScriptEnabled) await expect(address.getByText('Envoyé', { exact: true })).toBeVisible()
      await page.reload()
      await expect(page.getByText('Un lien part à')).toHaveCount(0)
      await page.getByRole('button', { name: 'Annuler le changement' }).click()
      await expect(news(page, `Votre adresse reste ${email}`)).toBeFocused()
      await expect(page.getByText('Changer d’adresse…')).toBeVisible()
      await expect(page.getByText(wanted)).toHaveCount(0)
    })

    test('that has an account is refused at its field', async ({ page, anotherBrowser, app }) => {
      const taken = await beMember(await anotherBrowser())
      await beVerified(page, app)
      await ask(page, taken)
      await expect(page.getByRole('main')).toContainText('Un compte existe déjà avec cet email.')
      await expect(field(page)).toHaveValue(taken)
    })

    // ASVS 7.5.1
    test('needs the password when it was not given lately', async ({ page, app }) => {
      await staleProof(app, await beVerified(page, app))
      const wanted = freshEmail()
      await page.goto('/account')
      await page.getByText('Changer d’adresse…').click()
      await field(page).fill(wanted)
      await page.getByLabel('Votre mot de passe', { exact: true }).fill(PASSWORD)
      await send(page)
      await expect(news(page, `Un lien part à ${wanted}`)).toBeVisible()
    })
  })

test('a new address is in force once its link is opened in the browser that is signed in', async ({
  page,
  app,
}) => {
  const email = await beVerified(page, app)
  const wanted = freshEmail()
  await ask(page, wanted)
  await expect(news(page, `Un lien part à ${wanted}`)).toBeVisible()
  await openMail(page, wanted, 'Confirmez votre nouvelle adresse')
  await page.getByRole('link', { name: 'Texte' }).click()
  await page.goto((await page.locator('pre a[href*="/account/email"]').getAttribute('href')) ?? '')
  await page.getByRole('main').getByRole('button').click()
  await page.getByRole('main').getByRole('link').first().click()
  await page.waitForURL('**/account')
  await expect(page.getByRole('region', { name: 'Adresse email' })).toContainText(wanted)
  await expect(page.getByText('L’ancienne adresse peut encore être rétablie')).toBeVisible()
  await page.goto('/account/data')
  await expect(page.getByText('Le compte ne peut être supprimé qu’après le')).toBeVisible()
  await expect(page.getByText(email)).toHaveCount(0)
})
