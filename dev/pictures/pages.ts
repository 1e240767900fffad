import type { Page } from '@playwright/test'
import { DESKTOP, PHONE, take } from './camera'
import { fillRegistration, sendRegistration } from './sign-up'

async function pictureRegistration(page: Page): Promise<void> {
  await fillRegistration(page, 'Jean Dupont', 'jean@example.com')
  await take(page, { name: 'register', viewport: DESKTOP })
  await take(page, { name: 'register-phone', viewport: PHONE })
  await sendRegistration(page)
}

const mailButton = (page: Page) =>
  page.frameLocator('iframe').getByRole('link', { name: 'Vérifier mon email' }).first()

async function pictureMailbox(page: Page): Promise<void> {
  await page.goto('/mailbox')
  await page.getByRole('link', { name: 'Vérifiez votre email' }).click()
  await mailButton(page).waitFor()
  await take(page, { name: 'mailbox', viewport: DESKTOP })
  await take(page, { name: 'mailbox-phone', viewport: PHONE })
}

/** Takes the dashboard before and after the e-mail's button is clicked. */
async function pictureDashboard(page: Page): Promise<void> {
  const mail = page.url()
  await page.goto('/dashboard')
  await page.getByText('Envoyé', { exact: true }).waitFor()
  await take(page, { name: 'dashboard', viewport: DESKTOP })
  await page.goto(mail)
  await mailButton(page).click()
  await page.waitForURL('**/dashboard')
  await page.getByText('Votre email est vérifié').waitFor()
  await take(page, { name: 'dashboard-phone-dark', viewport: PHONE, colorScheme: 'dark' })
}

/** Walks the built app as a person would, for the pictures that README.md shows. */
export async function picturePages(page: Page): Promise<void> {
  await pictureRegistration(page)
  await pictureMailbox(page)
  await pictureDashboard(page)
}
