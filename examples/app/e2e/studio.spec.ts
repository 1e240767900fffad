import { test as base, expect } from '@playwright/test'
import { type HuntazeFixtures, huntazeFixtures } from '../../../tests/kit/playwright'

const test = base.extend<HuntazeFixtures>(huntazeFixtures)

/** The promise to people: whoever is signed out is out here as well within so many milliseconds. */
const OUT_WITHIN = 5000

test('whoever is signed out signs in first, and comes back', async ({ page, huntaze }) => {
  const jean = await huntaze.verifiedPerson({ name: 'Jean Dupont' })
  await page.goto('/studio')
  await expect(page).toHaveURL(/\/login\?next=%2Fstudio$/)
  await page.getByLabel('Email', { exact: true }).fill(jean.email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(jean.password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bonjour Jean Dupont')
  await expect(page).toHaveURL(/\/studio$/)
})

test('each person has ideas of their own, by keyboard alone', async ({ page, browser, huntaze, baseURL }) => {
  await huntaze.signedInBrowser(page)
  await page.goto('/studio')
  await page.keyboard.press('Tab')
  await expect(page.getByText('Aller au contenu')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Nouvelle idée')).toBeFocused()
  await page.keyboard.type('Un direct ce soir')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listitem')).toContainText('Un direct ce soir')
  const others = await browser.newContext({ baseURL, locale: 'en-GB' })
  const other = await others.newPage()
  await huntaze.signedInBrowser(other)
  await other.goto('/studio')
  await expect(other.getByText('No ideas yet.')).toBeVisible()
  await others.close()
  await page.getByRole('button', { name: 'Supprimer Un direct ce soir' }).click()
  await expect(page.getByText('Aucune idée pour l’instant.')).toBeVisible()
})

test('signing out at Huntaze signs out here', async ({ page, huntaze }) => {
  await huntaze.signedInBrowser(page)
  await page.goto('/studio')
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await expect(page).toHaveURL(/\/login/)
  await page.goto('/studio')
  await expect(page).toHaveURL(/\/login\?next=%2Fstudio$/)
})

test('a session that is ended from elsewhere is out here within five seconds', async ({
  page,
  browser,
  huntaze,
  baseURL,
}) => {
  const jean = await huntaze.signedInBrowser(page)
  await page.goto('/studio')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const others = await browser.newContext({ baseURL })
  await huntaze.signIn(others, jean)
  const ended = await others.request.delete('/api/account/sessions', { headers: { origin: huntaze.url } })
  expect(ended.ok()).toBe(true)
  // By requests alone: how long a browser takes to show a page is not what is measured.
  const status = async () => (await page.request.get('/studio', { maxRedirects: 0 })).status()
  await expect.poll(status, { timeout: OUT_WITHIN, intervals: [200] }).toBe(307)
  await page.goto('/studio')
  await expect(page).toHaveURL(/\/login/)
  await others.close()
})

test('a week later nobody is signed in', async ({ page, huntaze }) => {
  const jean = await huntaze.signedInBrowser(page)
  await huntaze.passTime(jean, '8 days')
  await page.goto('/studio')
  await expect(page).toHaveURL(/\/login/)
})

test('whose address is not proven is told so', async ({ page, huntaze }) => {
  await huntaze.signedInBrowser(page, { isVerified: false })
  await page.goto('/studio')
  await expect(page.getByText('Votre adresse n’est pas encore vérifiée.')).toBeVisible()
})

test('another site can post nothing', async ({ page, huntaze }) => {
  await huntaze.signedInBrowser(page)
  const post = (headers: Record<string, string>) =>
    page.request.post('/studio/ideas', { form: { idea: 'Une idée d’ailleurs' }, headers, maxRedirects: 0 })
  expect((await post({ origin: 'https://other.example' })).status()).toBe(403)
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status()).toBe(403)
  expect((await page.request.post('/studio/events', { data: {} })).status()).toBe(400)
  await page.goto('/studio')
  await expect(page.getByText('Une idée d’ailleurs')).toHaveCount(0)
})
