import type { Page } from '@playwright/test'
import { freshEmail, query, signUp } from '../e2e/steps'
import type { App } from '../support/app'

/** Signs up by the form: a program beside the browser would not find `https://localhost`. @returns the address */
export async function beMember(page: Page): Promise<string> {
  const email = await signUp(page, freshEmail())
  await page.waitForURL('**/dashboard')
  return email
}

/** The same, as an operator with a proven address. */
export async function beOperator(app: App, page: Page): Promise<string> {
  const email = await beMember(page)
  await query(app, `update users set role = 'operator', email_verified = true where email = $1`, [email])
  return email
}
