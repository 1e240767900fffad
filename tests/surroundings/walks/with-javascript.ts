import { randomBytes } from 'node:crypto'
import type { Browser } from '@playwright/test'
import type { SesEndpoint } from '../../support/ses-endpoint'
import { mailedToken, PASSWORD } from '../../support/walk'

const TIMEOUT = 20_000

/** The main flow in a real browser, whose console must stay empty. */
export async function walkWithJavaScript(
  url: string,
  provider: SesEndpoint,
  browser: Browser,
): Promise<void> {
  const email = `${randomBytes(6).toString('hex')}@example.com`
  const context = await browser.newContext({ baseURL: url, locale: 'fr-FR', reducedMotion: 'reduce' })
  context.setDefaultTimeout(TIMEOUT)
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  try {
    const page = await context.newPage()
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).fill('Jean Dupont')
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Créer mon compte' }).click()
    await page.waitForURL('**/dashboard')
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Jean Dupont' }).waitFor()
    await page.goto(`/auth/verify-email?token=${await mailedToken(provider, email)}`)
    await page.getByText('Email vérifié !').waitFor()
    await page.waitForURL('**/dashboard')
    await page.getByText('Votre email est vérifié').waitFor()
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/login')
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/dashboard')
  } finally {
    await context.close()
  }
  if (complaints.length > 0) throw new Error(`the pages complained: ${complaints.join('; ')}`)
}
