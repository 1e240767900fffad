import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import type { HttpsFront } from '../support/https-front'
import { queryOnce } from '../support/with-client'
import { PASSWORD } from '../support/world'
import { ORIGIN } from './browser'
import { expect, test } from './fixtures'
import { MAIL, PROOF_SETTINGS, RIVAL, showOwnIssuer, showSimulatedIssuer } from './issuer'

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
  const rows = await queryOnce(
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

test('the policy of the page is as narrow as without the field', async ({ page }) => {
  const policyOf = async (path: string) =>
    (await page.goto(path))?.headers()['content-security-policy']?.replace(/'nonce-[^']+'/, 'NONCE')
  expect(await policyOf('/register')).toBe(await policyOf('/login'))
})

test('an issuer whose word stands for another domain makes an ordinary sign-up', async ({
  page,
  front,
  app,
}) => {
  const email = `claire@${MAIL}`
  showOwnIssuer(front, RIVAL, email)
  await fillAndProve(page, front, email)
  await submit(page)
  await expectOrdinary(page, app, email)
  expect((await app.written()).join('\n')).toContain('"code":"unknown_issuer"')
})

test('an issuer that nobody allowed is not even asked by the browser', async ({ page, front, app }) => {
  const email = 'eve@elsewhere.test'
  showOwnIssuer(front, 'evil.test', email)
  await openForm(page)
  await address(page).fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await expect.poll(() => answered(front, '_email-verification.elsewhere.test').length).toBe(1)
  await submit(page)
  await expectOrdinary(page, app, email)
  expect(front.seen.filter(({ host }) => host === 'evil.test')).toEqual([])
})

test('so does an address that is edited after its proof', async ({ page, front, app }) => {
  const email = `nobody@${MAIL}`
  await fillAndProve(page, front, `jean@${MAIL}`)
  await address(page).fill(email)
  await submit(page)
  await expectOrdinary(page, app, email)
})

test('so does Enter inside of the address, which was never left', async ({ page, app }) => {
  const email = `paul@${MAIL}`
  await openForm(page)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await address(page).pressSequentially(email)
  await address(page).press('Enter')
  await expectOrdinary(page, app, email)
})

test('nobody waits for an issuer that is slow', async ({ page, front, app }) => {
  const email = `slow@${MAIL}`
  await openForm(page)
  await address(page).fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await expect.poll(() => front.seen.filter(({ path }) => path.endsWith('/issuer/token')).length).toBe(1)
  await submit(page)
  await expectOrdinary(page, app, email)
  // It has not answered yet, ten seconds long.
  expect(answered(front, '/issuer/token')).toEqual([])
})

test('without JavaScript nobody is asked, and the mail goes out', async ({
  browser,
  front,
  app,
  context,
}) => {
  await context.close()
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: ORIGIN, locale: 'fr-FR' })
  const page = await plain.newPage()
  const email = `ines@${MAIL}`
  await page.goto('/register')
  await page.getByLabel('Nom', { exact: true }).fill('Marie')
  await address(page).fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await submit(page)
  await page.waitForURL('**/dashboard')
  expect(await mailsTo(app, email)).toEqual(['verification'])
  expect(front.seen.filter(({ host }) => host.endsWith('.test'))).toEqual([])
  await plain.close()
})
