import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { overflow, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { beMember, freshEmail, PASSWORD, post, query, signIn } from './steps'

const LINE =
  'Beaucoup de personnes passent par votre réseau : un instant, votre appareil fait une vérification.'

/** Lets this network use up its limits: others signed up and failed to sign in from it. */
async function overLimits(app: App): Promise<void> {
  await query(app, 'delete from rate_limits')
  const somebody = { name: 'Jeanne', email: freshEmail(), password: 'password1' }
  await post(app.url, '/api/auth/register', somebody)
  await post(app.url, '/api/auth/login', { email: somebody.email, password: somebody.password })
  await query(app, 'update rate_limits set hits = 1000')
}

/** Makes each derivation take as long as on a very slow phone, so that the work can be looked at. */
const slowDown = (page: Page) =>
  page.addInitScript(() => {
    const derive = SubtleCrypto.prototype.deriveBits
    SubtleCrypto.prototype.deriveBits = async function (...given) {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return derive.apply(this, given)
    }
  })

test.describe('a network over its limits', () => {
  test('signs up by work: the line is announced, nothing typed is lost', async ({ page, app }) => {
    await page.goto('/register')
    const requests: string[] = []
    page.on('request', (request) => requests.push(new URL(request.url()).pathname))
    await overLimits(app)
    const region = page.locator('form [aria-live=polite]').last()
    await expect(region).toHaveCount(1)
    await page.getByLabel('Nom', { exact: true }).fill('Jean Dupont')
    await page.getByLabel('Email', { exact: true }).fill(freshEmail())
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    const told = region.evaluate(
      (element) =>
        new Promise<string>((resolve) => {
          new MutationObserver(() => resolve(element.textContent ?? '')).observe(element, { childList: true })
        }),
    )
    await page.getByRole('button', { name: 'Créer mon compte' }).click()
    expect((await told).replace(/\s/g, ' ')).toBe(LINE)
    await expect(page.getByText('Compte créé !')).toBeVisible()
    expect(requests.filter((path) => path === '/api/auth/register')).toHaveLength(2)
    expect(await query(app, 'select from used_work')).not.toHaveLength(0)
  })

  test('signs in by work, which can be cancelled', async ({ page, app, anotherBrowser }) => {
    await slowDown(page)
    await page.setViewportSize({ width: 320, height: 640 })
    const email = await beMember(await anotherBrowser())
    await page.goto('/login')
    await overLimits(app)
    await signIn(page, email)
    const progress = page.getByRole('progressbar', { name: 'Vérification en cours' })
    await expect(progress).toBeVisible()
    await expect(page.getByText('Beaucoup de personnes passent par votre réseau')).toBeVisible()
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
    expect(await overflow(page)).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'Annuler' }).click()
    const alert = page.getByRole('main').getByRole('alert')
    await expect(alert).toContainText(/Trop de tentatives. Réessayez dans\s1\d\smin/)
    await expect(alert).toBeFocused()
    await expect(progress).toHaveCount(0)
    await page.evaluate(() => Object.assign(window, { setTimeout: (run: () => void) => queueMicrotask(run) }))
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/dashboard')
  })

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false })

    test('waits, and is told how long', async ({ page, app }) => {
      await page.goto('/login')
      await overLimits(app)
      await signIn(page, freshEmail())
      const alert = page.getByRole('main').getByRole('alert')
      await expect(alert).toContainText(/Trop de tentatives. Réessayez dans\s1\d\smin/)
      await expect(page.getByText('Beaucoup de personnes')).toHaveCount(0)
    })
  })
})
