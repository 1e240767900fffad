import type { Page } from '@playwright/test'
import { startApp } from '../support/app'
import { codeAt } from '../support/authenticator'
import { addApp } from './authenticator-steps'
import { expect, test, watch } from './fixtures'
import { beOperator } from './operator-steps'
import { beMember, signIn } from './steps'

const now = () => new Date()

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies({ name: 'auth-token' })
}

test('an app is added, asked for at sign-in, and removed', async ({ page }) => {
  const email = await beMember(page)
  const { secret, codes } = await addApp(page)
  await page.getByRole('link', { name: 'Je les ai gardés' }).click()
  await expect(page.getByText('10 codes de secours restent à utiliser.')).toBeVisible()
  await signOut(page)
  await page.goto('/login?next=%2Faccount')
  await signIn(page, email)
  await page.waitForURL('**/auth/second-step?next=%2Faccount')
  await page.getByLabel('Code à six chiffres').fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Ce code n’est pas le bon.')).toBeVisible()
  // The step that turned the app on is used up; the next one is within the drift.
  await page.getByLabel('Code à six chiffres').fill(codeAt(secret, now(), 1))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/account')
  await page.goto('/account/security')
  await page.getByText('Désactiver la seconde étape…').click()
  await page.getByRole('button', { name: 'Désactiver' }).click()
  await expect(page.getByText('Désactivée. Avec elle')).toBeVisible()
  expect(new Set(codes).size).toBe(10)
})

test('a recovery code opens the account once, and a lost factor leads to a wait', async ({ page }) => {
  const email = await beMember(page)
  const { codes } = await addApp(page)
  for (const expected of ['**/dashboard', '**/auth/second-step?next=%2Fdashboard']) {
    await signOut(page)
    await page.goto('/login')
    await signIn(page, email)
    await page.waitForURL('**/auth/second-step?next=%2Fdashboard')
    await page.getByLabel('Code à six chiffres').fill((codes[0] ?? '').toLowerCase())
    await page.keyboard.press('Enter')
    await page.waitForURL(expected)
  }
  await expect(page.getByText('Ce code n’est pas le bon.')).toBeVisible()
  await page.getByText('J’ai perdu mon téléphone').click()
  await page.getByRole('button', { name: 'Commencer l’attente' }).click()
  await expect(page.getByRole('status')).toContainText('votre mot de passe suffira')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the whole way works, and a step that is over says so', async ({ page }) => {
    const email = await beMember(page)
    const { secret, codes } = await addApp(page)
    await signOut(page)
    await page.goto('/login')
    await signIn(page, email)
    await page.waitForURL('**/auth/second-step?next=%2Fdashboard')
    await page.getByLabel('Code à six chiffres').fill('nonsense')
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await expect(page.getByText('Ce code n’est pas le bon.')).toBeVisible()
    await page.getByLabel('Code à six chiffres').fill(codeAt(secret, now(), 1))
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/dashboard')
    await page.goto('/auth/second-step')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cette connexion est finie')
    await page.goto('/account/security')
    await page.getByText('Créer de nouveaux codes de secours…').click()
    await page.getByRole('button', { name: 'Créer dix codes' }).click()
    const fresh = await page.locator('li code').allTextContents()
    expect(fresh).toHaveLength(10)
    expect(fresh).not.toContain(codes[0])
  })
})

test('an operator without a factor is led to add one, and then let in', async ({ browser, complaints }) => {
  const app = await startApp({ OPERATOR_SECOND_FACTOR: 'required' })
  try {
    const context = await browser.newContext({ baseURL: app.url })
    watch(context, complaints)
    const page = await context.newPage()
    await beOperator(app, page)
    await page.goto('/monitoring')
    await page.waitForURL('**/account/security?needed=factor')
    await expect(page.getByText('Les pages des opérateurs demandent un second facteur.')).toBeVisible()
    await addApp(page)
    await page.goto('/monitoring')
    await expect(page).toHaveURL(/\/monitoring$/)
    await context.close()
  } finally {
    await app.stop()
  }
})
