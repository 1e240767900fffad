import { alsoSignedIn, beVerified } from './account-steps'
import { expect, test } from './fixtures'
import { PASSWORD, signIn } from './steps'

const NEW_PASSWORD = 'une autre phrase, plus longue encore'

for (const javaScriptEnabled of [true, false])
  test.describe(`the password ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled })

    // ASVS 6.2.2, 7.4.3
    test('is changed, ends the other sessions, and the page says so', async ({
      page,
      anotherBrowser,
      app,
    }) => {
      const email = await beVerified(page, app)
      const other = await anotherBrowser()
      await alsoSignedIn(other, email)
      await page.goto('/account/security')
      await expect(page.getByText('Une autre session est ouverte.')).toBeVisible()
      await page.getByText('Changer le mot de passe…').click()
      await page.getByLabel('Mot de passe actuel', { exact: true }).fill(PASSWORD)
      await page.getByLabel('Nouveau mot de passe', { exact: true }).fill(NEW_PASSWORD)
      await page.getByRole('button', { name: 'Changer le mot de passe' }).click()
      const done = page.getByRole('status').filter({ hasText: 'Le mot de passe est changé' })
      await expect(done).toBeFocused()
      await expect(page.getByText('Aucune autre session n’est ouverte.')).toBeVisible()
      await other.goto('/account/sessions')
      await other.waitForURL('**/login?next=*')
      await signIn(other, email, NEW_PASSWORD)
      await other.waitForURL('**/account/sessions')
    })

    // ASVS 6.2.3
    test('stays when the present one is wrong, and the field says so', async ({ page, app }) => {
      await beVerified(page, app)
      await page.goto('/account/security')
      await page.getByText('Changer le mot de passe…').click()
      const current = page.getByLabel('Mot de passe actuel', { exact: true })
      await current.fill('pas le bon du tout')
      await page.getByLabel('Nouveau mot de passe', { exact: true }).fill(NEW_PASSWORD)
      await page.getByRole('button', { name: 'Changer le mot de passe' }).click()
      await expect(current).toHaveAttribute('aria-invalid', 'true')
      await expect(current).toBeFocused()
      await expect(current).toHaveAccessibleDescription(/Ce n’est pas votre mot de passe/)
    })
  })
