import { expect, test } from './fixtures'
import { beMember, freshEmail, PASSWORD, signIn, signUp } from './steps'

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
    const email = await beMember(page)
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

  // ASVS 6.2.6
  test('shows the password when asked', async ({ page }) => {
    await page.goto('/register')
    const password = page.getByLabel('Mot de passe', { exact: true })
    await password.fill('secret')
    await expect(password).toHaveAttribute('type', 'password')
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    await expect(password).toHaveAttribute('type', 'text')
  })

  // ASVS 6.2.7
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

  // ASVS 1.1.2, 3.2.2
  test('shows a hostile name as text', async ({ page }) => {
    const name = `<img src=x onerror=alert(1)>"'&\${7*7}`
    await signUp(page, undefined, name)
    await page.waitForURL('**/dashboard')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  })
})

test('a form that sent the person on works again when the browser brings its page back', async ({ page }) => {
  const email = await beMember(page)
  await page.context().clearCookies()
  await page.goto('/login')
  // An empty answer leaves the page where it is, as Back would bring it back.
  await page.route('**/dashboard', (route) => route.fulfill({ status: 204 }))
  const sent = () => page.waitForResponse('**/api/auth/login', { timeout: 5000 })
  let answer = sent()
  await signIn(page, email)
  expect((await answer).status()).toBe(200)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  answer = sent()
  await page.getByRole('button', { name: 'Se connecter' }).click()
  expect((await answer).status()).toBe(200)
})

test.describe('languages', () => {
  test.use({ locale: 'en-GB' })

  test('a browser in English reads English', async ({ page }) => {
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByRole('main').getByRole('link', { name: 'Create an account' })).toBeVisible()
  })
})
