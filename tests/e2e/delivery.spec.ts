import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, freshEmail, openDashboard, openMail, signUp } from './steps'

/** A page without news looks at most every four seconds. */
const NEWS = { timeout: 20_000 }

const pill = (page: Page) => page.locator('dd[data-state]')

/** Reports by the mailbox's buttons what became of the open message. */
async function report(mailbox: Page, name: string): Promise<void> {
  await mailbox.getByRole('button', { name, exact: true }).click()
  await expect(mailbox.getByText(`C’est noté : ${name}.`)).toBeVisible()
}

async function correct(page: Page, email: string): Promise<void> {
  await page.getByLabel('Nouvelle adresse email').fill(email)
  await page.getByRole('button', { name: 'Utiliser cette adresse' }).click()
}

test.beforeEach(({ page: _page }) => test.setTimeout(120_000))

test('the dashboard follows the message: sent, delayed, refused for now, arrived', async ({
  page,
  context,
}) => {
  const email = await openDashboard(page)
  const mailbox = await context.newPage()
  await openMail(mailbox, email, 'Vérifiez votre email')
  await expect(pill(page)).toHaveText('Envoyé', NEWS)
  await report(mailbox, 'retardé')
  await expect(pill(page)).toHaveText('Retardé', NEWS)
  await report(mailbox, 'refus temporaire')
  await expect(pill(page)).toHaveText('Refusé pour l’instant', NEWS)
  await expect(page.getByText('La boîte a refusé l’email pour l’instant')).toBeVisible()
  await expect(page.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toBeVisible()
  await expect(page.getByLabel('Nouvelle adresse email')).toBeHidden()
  await report(mailbox, 'livré')
  await expect(pill(page)).toHaveText('Arrivé', NEWS)
})

test('a refused address is corrected, and the account stays', async ({
  page,
  context,
  anotherBrowser,
  app,
}) => {
  const wrong = await openDashboard(page)
  const mailbox = await context.newPage()
  const old = await mailedLink(app, wrong)
  await openMail(mailbox, wrong, 'Vérifiez votre email')
  await report(mailbox, 'refus définitif')
  await expect(page.getByText('Cette adresse refuse nos emails')).toBeVisible(NEWS)
  await expect(pill(page)).toHaveAttribute('data-state', 'hardBounced')
  await expect(page.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toHaveCount(0)

  await correct(page, 'jean@')
  await expect(page.getByText('Cet email n’est pas valide')).toBeVisible()
  await expect(page.getByLabel('Nouvelle adresse email')).toBeFocused()
  await correct(page, wrong)
  await expect(page.getByText('Cette adresse refuse nos emails. Utilisez-en une autre.')).toBeVisible()

  const right = freshEmail()
  await correct(page, right)
  await expect(page.locator('dl').getByText(right)).toBeVisible()
  await expect(pill(page)).toHaveText('Envoyé', NEWS)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')

  const stranger = await anotherBrowser()
  await stranger.goto(old)
  await expect(stranger.getByRole('heading', { name: 'Lien invalide' })).toBeVisible()
  await mailbox.goto(await mailedLink(app, right))
  await expect(mailbox.getByText('Email vérifié !')).toBeVisible()
  await expect(page.getByText('Votre email est vérifié')).toBeVisible(NEWS)
})

test('an address that was only mistyped is corrected too, and is free again', async ({
  page,
  anotherBrowser,
}) => {
  const wrong = await openDashboard(page)
  const right = freshEmail()
  await page.getByText('Ce n’est pas la bonne adresse ?').click()
  await correct(page, right)
  await expect(page.locator('dl').getByText(right)).toBeVisible()
  const owner = await anotherBrowser()
  await signUp(owner, wrong, 'Jeanne Martin')
  await owner.waitForURL('**/dashboard')
  await expect(owner.getByRole('heading', { level: 1 })).toContainText('Jeanne Martin')
})

test('mail reported as spam ends the mail to that address', async ({ page, context }) => {
  const email = await openDashboard(page)
  const mailbox = await context.newPage()
  await openMail(mailbox, email, 'Vérifiez votre email')
  await report(mailbox, 'plainte')
  await expect(pill(page)).toHaveText('Signalé comme indésirable', NEWS)
  await expect(page.getByLabel('Nouvelle adresse email')).toBeVisible()
  await expect(page.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the refusal is shown and the address is corrected', async ({ page, anotherBrowser }) => {
    const wrong = await beMember(page)
    const mailbox = await anotherBrowser({ javaScriptEnabled: true })
    await openMail(mailbox, wrong, 'Vérifiez votre email')
    await report(mailbox, 'refus définitif')
    await page.goto('/dashboard')
    await expect(page.getByText('Cette adresse refuse nos emails')).toBeVisible()
    await correct(page, 'jean@')
    await expect(page.getByText('Cet email n’est pas valide')).toBeVisible()
    await expect(page.getByLabel('Nouvelle adresse email')).toHaveValue('jean@')
    const right = freshEmail()
    await correct(page, right)
    await expect(page.locator('dl').getByText(right)).toBeVisible()
  })
})
