import type { Page } from '@playwright/test'
import { PHONE, take } from './camera'
import { fillRegistration, sendRegistration } from './sign-up'

/** The mailbox's buttons, each with the dashboard's state after it. */
const REPORTS = [
  ['retardé', 'delayed'],
  ['refus temporaire', 'softBounced'],
  ['livré', 'delivered'],
  ['refus définitif', 'hardBounced'],
  ['plainte', 'complained'],
] as const

async function signUp(page: Page): Promise<void> {
  await page.context().clearCookies()
  await fillRegistration(page, 'Zoé Martin', 'zoe@example.com')
  await sendRegistration(page)
  await page.locator('dd[data-state=sent]').waitFor()
}

/** Simulates a report on the newest message in the mailbox. */
async function report(page: Page, name: string): Promise<void> {
  await page.goto('/mailbox')
  await page.getByRole('link').filter({ hasText: 'zoe@example.com' }).first().click()
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByText(`C’est noté : ${name}.`).waitFor()
}

async function pictureState(page: Page, state: string): Promise<void> {
  await page.goto('/dashboard')
  await page.locator(`dd[data-state=${state}]`).waitFor()
  const part = page.locator('main section')
  await take(page, { name: `delivery/${state}`, viewport: PHONE, part })
}

/** Takes the dashboard in every state of a verification e-mail. */
export async function pictureDelivery(page: Page): Promise<void> {
  await signUp(page)
  await pictureState(page, 'sent')
  for (const [name, state] of REPORTS) {
    await report(page, name)
    await pictureState(page, state)
  }
}
