import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { expect } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, freshEmail, query, signIn } from './steps'

const run = promisify(execFile)

/** `npm run operator:grant`, on the app's database. */
const grant = (app: App, email: string) =>
  run(process.execPath, ['--import', 'tsx', 'scripts/operator.ts', 'grant', email], {
    env: { ...app.env, PATH: process.env.PATH, NODE_ENV: 'test' },
  })

/** Signs up, opens the mailed link, is made an operator by the command, and signs in again. */
export async function becomeOperator(app: App, page: Page): Promise<string> {
  const email = await beMember(page, freshEmail(), 'Camille Moreau')
  await page.goto(await mailedLink(app, email))
  // The page goes on by itself after three seconds, and would end a navigation of ours.
  await page.waitForURL('**/dashboard')
  const { stdout } = await grant(app, email)
  expect(stdout).toContain(`${email} is an operator now`)
  await page.goto('/monitoring/users')
  await page.waitForURL('**/login?next=%2Fmonitoring%2Fusers')
  await signIn(page, email)
  await page.waitForURL('**/monitoring/users')
  return email
}

/** The same in a moment, for tests of what operators do: how one becomes an operator is walked above, once. */
export async function beOperator(app: App, page: Page): Promise<string> {
  const email = await beMember(page, freshEmail(), 'Camille Moreau')
  await query(app, `update users set role = 'operator', email_verified = true where email = $1`, [email])
  return email
}

/** Lets the operator's password be as old as if it had been given that many minutes ago. */
export const agePassword = (app: App, email: string, minutes: number) =>
  query(
    app,
    `update sessions set created_at = now() - make_interval(mins => $2), password_at = null
     where user_id = (select id from users where email = $1)`,
    [email, minutes],
  )

export async function openPerson(page: Page, email: string): Promise<void> {
  await page.goto('/monitoring/users')
  await page.getByLabel('Email ou nom').fill(email)
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: email }).getByRole('link').click()
  await expect(page.getByRole('main').getByText(email, { exact: true }).first()).toBeVisible()
}

export const done = (page: Page) => page.getByRole('status')

/** An act that has to be unfolded first. */
export async function unfoldAndPress(page: Page, name: string): Promise<void> {
  await page.getByText(`${name}…`).click()
  await page.getByRole('button', { name, exact: true }).click()
}
