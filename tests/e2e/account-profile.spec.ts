import { beVerified } from './account-steps'
import { expect, test } from './fixtures'
import { beMember } from './steps'

for (const javaScriptEnabled of [true, false])
  test.describe(`the profile ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled })

    test('changes name and language, and says so', async ({ page, app }) => {
      await beVerified(page, app)
      await page.goto('/account')
      await page.getByLabel('Nom', { exact: true }).fill('Zoé Martin')
      await page.getByRole('radio', { name: 'English' }).check()
      await page.getByRole('button', { name: 'Enregistrer' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible()
      await expect(page.getByRole('heading', { name: 'Zoé Martin' })).toBeVisible()
      await expect(page.locator('html')).toHaveAttribute('lang', 'en')
      await page.reload()
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Zoé Martin')
      await expect(page.getByRole('radio', { name: 'English' })).toBeChecked()
      await expect(page.getByText('Saved.')).toHaveCount(0)
    })

    test('says at the name what is wrong with it, and keeps what was typed', async ({ page, app }) => {
      await beVerified(page, app)
      await page.goto('/account')
      const name = page.getByLabel('Nom', { exact: true })
      await name.fill('')
      await page.getByRole('button', { name: 'Enregistrer' }).click()
      await expect(name).toHaveAttribute('aria-invalid', 'true')
      await expect(name).toBeFocused()
      await expect(name).toHaveAccessibleDescription(/Indiquez votre nom/)
    })
  })

test('an unproven address leads to its proof, and cannot be exchanged yet', async ({ page }) => {
  await beMember(page)
  await page.goto('/account')
  await expect(page.getByText('Pas encore vérifiée')).toBeVisible()
  await expect(page.getByText('Changer d’adresse')).toHaveCount(0)
  await page.getByRole('link', { name: 'Confirmer ou corriger cette adresse' }).click()
  await page.waitForURL('**/dashboard')
})
