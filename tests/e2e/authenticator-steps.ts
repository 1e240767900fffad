import type { Page } from '@playwright/test'
import { codeAt } from '../support/authenticator'
import { expect } from './fixtures'

/** Opens the page that shows the secret of a new app. */
export async function startSetup(page: Page): Promise<void> {
  await page.goto('/account/security')
  await page.getByText('Ajouter une application…').click()
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.waitForURL('**/account/security/app')
}

/** Turns an authenticator app on, as a person does. @returns the secret and the recovery codes */
export async function addApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await startSetup(page)
  await expect(page.getByRole('img', { name: 'Code QR à scanner' })).toBeVisible()
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('Code à six chiffres').fill(codeAt(secret, new Date()))
  await page.getByRole('button', { name: 'Activer' }).click()
  await expect(page.getByRole('status')).toHaveText('La seconde étape est activée.')
  const codes = await page.locator('li code').allTextContents()
  expect(codes).toHaveLength(10)
  return { secret, codes }
}
