import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { startApp } from '../tests/support/app'
import prepareBrowserTests from '../tests/support/browser-setup'
import { chromiumLaunchOptions } from '../tests/support/chromium'
import { root } from './environment'
import { pictureMonitoring } from './picture-monitoring'

const folder = path.join(root, 'docs', 'pictures')

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1120, height: 840 }

const PERSON = {
  name: 'Jean Dupont',
  email: 'jean@example.com',
  password: 'une phrase de passe assez longue',
}

/** Size and colours change, the page stays: the session is in the browser, not in the window. */
async function take(
  page: Page,
  name: string,
  viewport: typeof PHONE,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<void> {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
  process.stdout.write(`docs/pictures/${name}.png\n`)
}

async function pictureRegistration(page: Page): Promise<void> {
  await page.goto('/register')
  await page.getByLabel('Nom').fill(PERSON.name)
  await page.getByLabel('Email').fill(PERSON.email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PERSON.password)
  await take(page, 'register', DESKTOP)
  await take(page, 'register-phone', PHONE)
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await page.waitForURL('**/dashboard')
}

const mailButton = (page: Page) =>
  page.frameLocator('iframe').getByRole('link', { name: 'Vérifier mon email' }).first()

async function pictureMailbox(page: Page): Promise<void> {
  await page.goto('/mailbox')
  await page.getByRole('link', { name: 'Vérifiez votre email' }).click()
  await mailButton(page).waitFor()
  await take(page, 'mailbox', DESKTOP)
  await take(page, 'mailbox-phone', PHONE)
}

/** First while the e-mail waits to be opened, then after its button was clicked. */
async function pictureDashboard(page: Page): Promise<void> {
  const mail = page.url()
  await page.goto('/dashboard')
  await page.getByText('Envoyé', { exact: true }).waitFor()
  await take(page, 'dashboard', DESKTOP)
  await page.goto(mail)
  await mailButton(page).click()
  await page.waitForURL('**/dashboard')
  await page.getByText('Votre email est vérifié').waitFor()
  await take(page, 'dashboard-phone-dark', PHONE, 'dark')
}

/** Walks the built app as a person would, and takes the pictures that the README shows. */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const finish = await prepareBrowserTests()
  const app = await startApp()
  const browser = await chromium.launch(chromiumLaunchOptions())
  try {
    const page = await browser.newPage({ baseURL: app.url, locale: 'fr-FR', timezoneId: 'Europe/Paris' })
    await pictureRegistration(page)
    await pictureMailbox(page)
    await pictureDashboard(page)
    await pictureMonitoring(page, app, PERSON.email, take)
  } finally {
    await browser.close()
    await app.stop()
    await finish()
  }
}

await main()
