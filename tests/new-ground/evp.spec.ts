import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import type { HttpsFront } from '../support/https-front'
import { queryOnce } from '../support/with-client'
import { PASSWORD } from '../support/world'
import { expect, test } from './fixtures'
import { MAIL, PROOF_SETTINGS, showOwnIssuer, showSimulatedIssuer } from './issuer'

test.use({ settings: PROOF_SETTINGS })
test.beforeEach(({ context: _, front, app }) => showSimulatedIssuer(front, app))

/** Requests of the browser to an issuer that ended. */
const answered = (front: HttpsFront, path: string) =>
  front.seen.filter((seen) => seen.path.endsWith(path) && seen.status !== undefined)

async function openForm(page: Page): Promise<void> {
  await page.goto('/register')
  await expect(page.locator('[name=emailProof]')).toHaveAttribute('nonce', /.{60}/)
  await page.getByLabel('Nom', { exact: true }).fill('Marie')
}

const address = (page: Page) => page.getByLabel('Email', { exact: true })
const submit = (page: Page) => page.getByRole('button', { name: 'Créer mon compte' }).click()

async function fillAndProve(page: Page, front: HttpsFront, email: string): Promise<void> {
  await openForm(page)
  await address(page).fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await expect.poll(() => answered(front, '/jwks').length).toBe(1)
}

async function expectOrdinary(page: Page, app: App, email: string): Promise<void> {
  await expect(page.getByText('Vérifiez votre email')).toBeVisible()
  expect(await mailsTo(app, email)).toEqual(['verification'])
}

const mailsTo = async (app: App, email: string): Promise<string[]> => {
  const { rows } = await queryOnce(
    app.database.url,
    `select kind from email_messages m join users u on u.id = m.user_id where u.email = '${email}'`,
  )
  return rows.map(({ kind }) => String(kind))
}

test('an address that the browser proves is verified in one request', async ({ page, front, app }) => {
  const email = `marie@${MAIL}`
  await fillAndProve(page, front, email)
  await submit(page)
  await expect(page.getByRole('heading', { name: 'Compte créé !' })).toBeVisible()
  await expect(page.getByText('Email vérifié !')).toBeVisible()
  expect(await mailsTo(app, email)).toEqual(['welcome'])
  await page.waitForURL('**/dashboard')
  await expect(page.getByText('Vérifiez votre email')).toHaveCount(0)
  expect(front.seen.filter(({ path }) => path === '/api/auth/register')).toHaveLength(1)
})
