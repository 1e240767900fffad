import type { Page } from '@playwright/test'

const PASSWORD = 'une phrase de passe assez longue'

/** Fills the registration form in. */
export async function fillRegistration(page: Page, name: string, email: string): Promise<void> {
  await page.goto('/register')
  await page.getByLabel('Nom').fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
}

/** Sends the form, and waits for the dashboard. */
export async function sendRegistration(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await page.waitForURL('**/dashboard')
}
