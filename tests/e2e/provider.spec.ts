import { violationsInBothThemes } from './accessibility'
import { beVerified } from './account-steps'
import { expect } from './fixtures'
import { signInThere, test } from './provider-fixtures'
import { freshEmail, query, signIn } from './steps'

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
      if (javaScriptEnabled) expect(await violationsInBothThemes(page)).toEqual([])
      await page.getByRole('link', { name: BUTTON }).click()
      const email = freshEmail()
      await signInThere(page, email)
      await page.waitForURL('**/account')
      await expect(page.getByText(email).first()).toBeVisible()
      await page.goto('/account/security')
      if (javaScriptEnabled) expect(await violationsInBothThemes(page)).toEqual([])
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

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('an existing account is linked after its password, and unlinked on its page', async ({
    page,
    app,
  }) => {
    const email = await beVerified(page, app)
    await page.context().clearCookies()
    await page.goto('/login?next=%2Faccount%2Fsecurity')
    await page.getByRole('link', { name: BUTTON }).click()
    await signInThere(page, email)
    await expect(page.getByRole('status').filter({ hasText: 'Un compte existe déjà' })).toBeVisible()
    await signIn(page, email)
    await page.waitForURL('**/account/link?next=*')
    await page.getByRole('button', { name: 'Lier Exemple' }).click()
    await page.waitForURL('**/account/security')
    await expect(page.getByRole('status').filter({ hasText: 'Exemple est lié' })).toBeVisible()
    await page.getByRole('button', { name: /^Retirer Exemple/ }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Ce compte lié est retiré' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Lier Exemple' })).toBeVisible()
  })
})

test('an account without a password keeps its last way in, and signs in again for a proof', async ({
  page,
  app,
}) => {
  await page.goto('/login?next=%2Faccount%2Fsecurity')
  await page.getByRole('link', { name: BUTTON }).click()
  const email = freshEmail()
  await signInThere(page, email)
  await page.waitForURL('**/account/security')
  await expect(page.getByText('Ce compte n’a pas de mot de passe.')).toBeVisible()
  await page.getByRole('button', { name: /^Retirer Exemple/ }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'votre dernière façon d’entrer' })).toBeVisible()

  await query(app, "update sessions set created_at = now() - interval '11 minutes', password_at = null")
  await page.goto('/account/confirm?next=%2Faccount%2Fsecurity')
  await page.getByRole('link', { name: BUTTON }).click()
  await signInThere(page, email)
  await page.waitForURL('**/account/security')
  await page.getByRole('button', { name: 'Choisir un mot de passe' }).click()
  await page.waitForURL('**/forgot-password')
  await expect(page.getByText(email)).toBeVisible()
})
