import { expect } from './fixtures'
import { signInThere, test } from './provider-fixtures'
import { freshEmail } from './steps'

const BUTTON = 'Continuer avec Exemple'

for (const javaScriptEnabled of [true, false])
  test.describe(`a provider ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled })

    // ASVS 3.4.3
    test('signs up and in by links alone, and nothing of a third party is loaded', async ({ page, app }) => {
      const asked = new Set<string>()
      page.on('request', (request) => {
        // The provider's own page may load what it likes.
        if (page.url().startsWith(app.url) && !request.isNavigationRequest())
          asked.add(new URL(request.url()).origin)
      })
      await page.goto('/login?next=%2Faccount')
      await expect(page.getByRole('link', { name: 'Continuer avec Google' })).toBeVisible()
      await expect(page.getByRole('link', { name: 'Continuer avec Apple' })).toBeVisible()
      await page.getByRole('link', { name: BUTTON }).click()
      const email = freshEmail()
      await signInThere(page, email)
      await page.waitForURL('**/account')
      await expect(page.getByText(email).first()).toBeVisible()
      expect([...asked].filter((origin) => origin !== app.url)).toEqual([])
      const names = (await page.context().cookies(app.url)).map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(['auth-token', 'auth-device']))
    })

    test('whose person changed their mind leads back, with one sentence', async ({ page }) => {
      await page.goto('/register')
      await page.getByRole('link', { name: BUTTON }).click()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.waitForURL('**/login?next=*')
      const alert = page.getByRole('alert').filter({ hasText: 'Vous n’avez pas terminé' })
      await expect(alert).toBeVisible()
      expect(await page.content()).not.toContain('the person cancelled')
    })
  })
