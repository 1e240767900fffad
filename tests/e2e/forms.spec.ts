import type { Page } from '@playwright/test'
import AxeBuilder from 'axe-core'
import { expect, test } from './fixtures'
import { freshEmail, mailedLink, PASSWORD, signIn, signUp, signUpToDashboard } from './steps'

test.describe('the registration form', () => {
  test('says every fault at its field, and moves the focus to the first', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Email', { exact: true }).fill('pas une adresse')
    await page.getByLabel('Mot de passe', { exact: true }).fill('password1')
    await page.getByRole('button', { name: 'Créer mon compte' }).click()
    const name = page.getByLabel('Nom', { exact: true })
    await expect(name).toBeFocused()
    for (const field of [
      name,
      page.getByLabel('Email', { exact: true }),
      page.getByLabel('Mot de passe', { exact: true }),
    ]) {
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      const ids = (await field.getAttribute('aria-describedby'))?.split(' ') ?? []
      const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))
      expect(texts.join(' ').length).toBeGreaterThan(10)
    }
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue('pas une adresse')
  })

  test('says that an address is taken, and leads to signing in', async ({ page, anotherBrowser }) => {
    const email = await signUpToDashboard(page)
    const other = await anotherBrowser()
    await signUp(other, email.toUpperCase())
    await expect(other.getByLabel('Email', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(other.getByRole('main').getByRole('link', { name: 'Se connecter' }).first()).toBeVisible()
  })

  test('works with the keyboard alone', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).focus()
    await page.keyboard.type('Clé Avier')
    await page.keyboard.press('Tab')
    await page.keyboard.type(freshEmail())
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/dashboard')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Clé Avier')
  })

  test('shows the password when asked', async ({ page }) => {
    await page.goto('/register')
    const password = page.getByLabel('Mot de passe', { exact: true })
    await password.fill('secret')
    await expect(password).toHaveAttribute('type', 'password')
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    await expect(password).toHaveAttribute('type', 'text')
  })

  test('tells password managers what is what', async ({ page }) => {
    await page.goto('/register')
    await expect(page.getByLabel('Nom', { exact: true })).toHaveAttribute('autocomplete', 'name')
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveAttribute(
      'autocomplete',
      'new-password',
    )
    await page.goto('/login')
    await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('autocomplete', /username|email/)
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveAttribute(
      'autocomplete',
      'current-password',
    )
  })

  test('shows a hostile name as text', async ({ page }) => {
    const name = `<img src=x onerror=alert(1)>"'&\${7*7}`
    await signUpToDashboard(page, undefined, name)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the whole way works', async ({ page }) => {
    const email = await signUp(page)
    await page.waitForURL('**/dashboard')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
    const link = await mailedLink(page, email)
    await page.goto(link)
    await page.getByRole('button', { name: 'Vérifier mon email' }).click()
    await expect(page.getByText('Email vérifié !')).toBeVisible()
    await page.goto('/dashboard')
    await expect(page.getByText('Votre email est vérifié')).toBeVisible()
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/login')
    await signIn(page, email)
    await page.waitForURL('**/dashboard')
  })

  test('faults come back on the page with what was typed, the password excepted', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).fill('Jean')
    await page.getByLabel('Email', { exact: true }).fill('pas.une.adresse@x')
    await page.getByLabel('Mot de passe', { exact: true }).fill('password1')
    await page.getByRole('button', { name: 'Créer mon compte' }).click()
    await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel('Nom', { exact: true })).toHaveValue('Jean')
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue('pas.une.adresse@x')
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveValue('')
  })

  test('"not me" works', async ({ page, anotherBrowser }) => {
    const email = await signUp(page)
    const owner = await anotherBrowser({ javaScriptEnabled: false })
    await owner.goto(await mailedLink(owner, email))
    await owner.getByText('Ce n’était pas moi').click()
    await owner.getByRole('button', { name: 'Supprimer ce compte' }).click()
    await expect(owner.getByRole('heading', { name: 'Compte supprimé' })).toBeVisible()
  })

  test('the language switches and stays', async ({ page }) => {
    await page.goto('/login?next=%2Fdashboard')
    await page.getByRole('link', { name: /English|EN/ }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    expect(page.url()).toContain('/login?next=%2Fdashboard')
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })
})

test.describe('languages', () => {
  test.use({ locale: 'en-GB' })

  test('a browser in English reads English', async ({ page }) => {
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByRole('main').getByRole('link', { name: 'Create an account' })).toBeVisible()
  })
})

const pages: [string, (page: Page) => Promise<void>][] = [
  ['home', async (page) => void (await page.goto('/'))],
  ['register', async (page) => void (await page.goto('/register'))],
  [
    'register with faults',
    async (page) => {
      await page.goto('/register')
      await page.getByRole('button', { name: 'Créer mon compte' }).click()
      await expect(page.getByLabel('Nom', { exact: true })).toBeFocused()
    },
  ],
  ['login', async (page) => void (await page.goto('/login'))],
  ['dashboard', async (page) => void (await signUpToDashboard(page))],
  ['invalid link', async (page) => void (await page.goto('/auth/verify-email?token=x'))],
  ['mailbox', async (page) => void (await page.goto('/mailbox'))],
  ['not found', async (page) => void (await page.goto('/nothing'))],
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`accessibility, ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 320, height: 640 } })

    for (const [name, open] of pages) {
      test(`${name}: no violation, nothing wider than a small phone`, async ({ page, complaints }) => {
        await open(page)
        await page.evaluate(AxeBuilder.source)
        const violations = await page.evaluate(async () => {
          // axe adds itself to the window of the page it is evaluated in.
          const { axe } = window as unknown as { axe: typeof AxeBuilder }
          const results = await axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
          })
          return results.violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`,
          )
        })
        expect(violations).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
        if (name === 'not found') complaints.splice(0)
      })
    }
  })
}
