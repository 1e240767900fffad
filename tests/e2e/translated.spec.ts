import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { agePassword, beOperator, openPerson, unfoldAndPress } from './operator-steps'
import {
  beMember,
  denyAccount,
  expireLinks,
  freshEmail,
  lookNow,
  openMail,
  PASSWORD,
  proveByPassword,
  query,
  signIn,
  untilMailed,
} from './steps'
import { heldTexts, translate } from './translating-browser'

// One of the last files: no worker is left alone with the whole of it.
test.describe.configure({ mode: 'parallel' })

const FAILED = 'Un souci de notre côté'
const alert = (page: Page) => page.getByRole('main').getByRole('alert')

/** Opens an address, waits until its scripts have run, and has it translated. */
async function openTranslated(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' })
  expect(await heldTexts(page)).toEqual([])
  await translate(page)
}

/** The page did not fail, and React finds again all that the state brought. */
async function isWhole(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: FAILED })).toHaveCount(0)
  expect(await heldTexts(page)).toEqual([])
}

/** The dashboard's verification e-mail becomes so, and the page looks. */
async function mailBecomes(app: App, page: Page, email: string, change: string): Promise<void> {
  await query(
    app,
    `update email_messages set ${change} where user_id = (select id from users where email = $1)`,
    [email],
  )
  await lookNow(page)
}

/** Runs `action` while the API does not answer at `address`; the browser's complaint about that is expected. */
async function whileUnreachable(
  page: Page,
  address: string,
  complaints: string[],
  action: () => Promise<void>,
): Promise<void> {
  await page.route(address, (route) => route.abort())
  await action()
  await page.unroute(address)
  expect(complaints.splice(0).join()).toContain('net::ERR_FAILED')
}

test.beforeEach(({ page: _page }) => test.setTimeout(120_000))

test.describe('a page that the browser translates', () => {
  test('home, an invalid link, what is not found', async ({ page, complaints }) => {
    for (const path of ['/', '/auth/verify-email?token=x', '/nothing']) {
      await openTranslated(page, path)
      await isWhole(page)
    }
    complaints.splice(0)
  })

  test('a link of another account than the one that is signed in', async ({ page, app, anotherBrowser }) => {
    const link = await mailedLink(app, await beMember(await anotherBrowser()))
    await beMember(page)
    await openTranslated(page, link)
    await isWhole(page)
    await proveByPassword(page)
    await expect(page.getByText('Email vérifié !')).toBeVisible()
    await isWhole(page)
  })

  test('registration: faults, another fault, done', async ({ page }) => {
    await openTranslated(page, '/register')
    const submit = page.getByRole('button', { name: 'Créer mon compte' })
    await submit.click()
    await expect(page.locator('[aria-invalid]')).toHaveCount(3)
    await isWhole(page)
    await page.getByLabel('Nom', { exact: true }).fill('Jean Dupont')
    await page.getByLabel('Email', { exact: true }).fill(freshEmail())
    await page.getByLabel('Mot de passe', { exact: true }).fill('court')
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    await expect(page.getByText('Masquer', { exact: true })).toBeVisible()
    await submit.click()
    await expect(page.locator('[aria-invalid]')).toHaveCount(1)
    await isWhole(page)
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    // An empty answer keeps the page from moving on.
    await page.route('**/dashboard', (route) => route.fulfill({ status: 204 }))
    await submit.click()
    await expect(page.getByText('Compte créé !')).toBeVisible()
    await isWhole(page)
  })

  test('sign-in: one refusal, then the other, is what the page says', async ({ page, complaints }) => {
    const email = await beMember(page)
    await openTranslated(page, '/login')
    await signIn(page, email, 'pas la bonne phrase du tout')
    await expect(alert(page)).toHaveText(/^Email ou mot de passe incorrect/)
    await whileUnreachable(page, '**/api/auth/login', complaints, async () => {
      await signIn(page, email)
      await expect(alert(page)).toHaveText(/^Le serveur ne répond pas/)
    })
    await isWhole(page)
    await page.route('**/dashboard', (route) => route.fulfill({ status: 204 }))
    await signIn(page, email)
    await expect(page.getByRole('button', { name: 'Connexion…' })).toBeVisible()
    await isWhole(page)
  })

  test('dashboard: the countdown runs out, and every state of the e-mail is shown', async ({
    page,
    app,
    complaints,
  }) => {
    const email = await beMember(page)
    await untilMailed(app, email, 1)
    await query(app, `update rate_limits set expires_at = now() + interval '6 seconds'`)
    await openTranslated(page, '/dashboard')
    const waiting = page.getByRole('button', { name: /Nouvel envoi possible dans/ })
    const first = await waiting.textContent()
    await expect(waiting).not.toHaveText(first ?? '')
    await expect(page.getByRole('button', { name: 'Renvoyer le lien' })).toBeVisible({ timeout: 15_000 })
    await isWhole(page)
    await page.getByRole('button', { name: 'Renvoyer le lien' }).click()
    await expect(page.getByText('C’est noté')).toBeVisible()
    await expect(waiting).toBeVisible()
    const later = `sealed = '\\x00', settled_at = null, due_at = now() + interval '1 hour'`
    for (const [change, text] of [
      [`status = 'queued', ${later}`, 'En file d’attente'],
      [`status = 'sending', ${later}`, 'Envoi en cours'],
      [`status = 'dead', sealed = null, settled_at = now()`, 'Échec de l’envoi'],
      [`status = 'bounced', bounce_type = 'hard', sealed = null, settled_at = now()`, 'Refusé'],
    ] as const) {
      await mailBecomes(app, page, email, change)
      await expect(page.getByText(text, { exact: true })).toBeVisible()
      await isWhole(page)
    }
    await page.getByLabel('Nouvelle adresse email').fill('jean@')
    await page.getByRole('button', { name: 'Utiliser cette adresse' }).click()
    await expect(page.locator('[aria-invalid]')).toHaveCount(1)
    await isWhole(page)
    await query(app, 'update users set email_verified = true where email = $1', [email])
    await lookNow(page)
    await expect(page.getByText('Votre email est vérifié')).toBeVisible()
    await isWhole(page)
    await whileUnreachable(page, '**/api/auth/logout', complaints, async () => {
      await page.getByRole('button', { name: 'Se déconnecter' }).click()
      await expect(page.getByRole('banner').getByRole('alert')).toContainText('Le serveur ne répond pas')
    })
    await isWhole(page)
  })

  test('verification: asked for a password, a wrong one, verified', async ({
    page,
    app,
    anotherBrowser,
    complaints,
  }) => {
    const link = await mailedLink(app, await beMember(await anotherBrowser()))
    await openTranslated(page, link)
    await page.getByText('Ce n’était pas moi').click()
    await page.getByText('Je n’ai pas choisi de mot de passe').click()
    await whileUnreachable(page, '**/api/auth/verify-email', complaints, async () => {
      await proveByPassword(page)
      await expect(alert(page)).toHaveText(/^Le serveur ne répond pas/)
    })
    await isWhole(page)
    await proveByPassword(page, 'pas la bonne phrase')
    await expect(page.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
    complaints.splice(0)
    await isWhole(page)
    await proveByPassword(page)
    await expect(page.getByText('Email vérifié !')).toBeVisible()
    await isWhole(page)
  })

  test('verification: while it is under way, and refused', async ({ page, app, complaints }) => {
    const link = await mailedLink(app, await beMember(page))
    let answer = () => {}
    await page.route('**/api/auth/verify-email?*', async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      await route.abort()
    })
    await page.goto(link)
    await expect(page.getByText('Vérification en cours...')).toBeVisible()
    await translate(page)
    answer()
    await expect(page.getByRole('heading', { name: 'La vérification n’a pas abouti' })).toBeVisible()
    await isWhole(page)
    await page.unroute('**/api/auth/verify-email?*')
    complaints.splice(0)
    await page.getByRole('button', { name: 'Réessayer' }).click()
    await expect(page.getByText('Email vérifié !')).toBeVisible()
    await isWhole(page)
  })

  test('verification: an expired link is renewed, and its countdown runs', async ({ page, app }) => {
    const email = await beMember(page)
    const link = await mailedLink(app, email)
    await expireLinks(app, email)
    await openTranslated(page, link)
    await page.getByRole('button', { name: 'Recevoir un nouveau lien' }).click()
    await expect(page.getByText('C’est parti')).toBeVisible()
    const waiting = page.getByRole('button', { name: /Nouvel envoi possible dans/ })
    const first = await waiting.textContent()
    await expect(waiting).not.toHaveText(first ?? '')
    await isWhole(page)
  })

  test('verification: "not me"', async ({ page, app, anotherBrowser }) => {
    const email = await beMember(await anotherBrowser())
    await openTranslated(page, await mailedLink(app, email))
    await denyAccount(page, email)
    await expect(page.getByRole('heading', { name: 'Compte supprimé' })).toBeVisible()
    await isWhole(page)
  })

  test('the local mailbox: a report, another, a scan, and mail that comes in', async ({
    page,
    app,
    anotherBrowser,
  }) => {
    const email = await beMember(await anotherBrowser())
    await openMail(page, email, 'Vérifiez votre email')
    await openTranslated(page, page.url())
    for (const name of ['retardé', 'livré']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect(page.getByText(`C’est noté : ${name}.`)).toBeVisible()
    }
    await page.getByRole('button', { name: 'GET', exact: true }).click()
    await expect(page.getByText('Le lien est toujours bon')).toBeVisible()
    await isWhole(page)
    const next = await beMember(await anotherBrowser())
    await untilMailed(app, next, 1)
    await expect(page.getByRole('link').filter({ hasText: next })).toBeVisible()
    await isWhole(page)
    await page.getByRole('link', { name: 'Texte' }).click()
    await page.waitForLoadState('networkidle')
    await isWhole(page)
  })

  test('the operators’ dashboard is renewed: an alarm comes, the server is lost and found', async ({
    page,
    app,
    complaints,
  }) => {
    await beOperator(app, page)
    await openTranslated(page, '/monitoring')
    await expect(page.getByText('En direct')).toBeVisible()
    const look = () => lookNow(page)
    await whileUnreachable(page, '**/api/monitoring?*', complaints, async () => {
      await look()
      await expect(page.getByText('Sans nouvelles depuis')).toBeVisible()
    })
    await isWhole(page)
    await query(
      app,
      `insert into users (email, name, password_hash) select md5(n::text) || '@example.com', 'x', ''
       from generate_series(1, 20) n`,
    )
    await look()
    await expect(page.getByText('En direct')).toBeVisible()
    await page.locator('[data-moments] svg[role=img]').first().hover()
    await isWhole(page)
  })

  test('the operators’ accounts: a list, a person, a password that is asked for', async ({
    page,
    app,
    anotherBrowser,
  }) => {
    const operator = await beOperator(app, page)
    const email = await beMember(await anotherBrowser())
    for (const path of ['/monitoring/users', '/monitoring/users?q=personne']) {
      await openTranslated(page, path)
      await isWhole(page)
    }
    await openPerson(page, email)
    await openTranslated(page, page.url())
    await agePassword(app, operator, 11)
    await unfoldAndPress(page, 'Désactiver le compte')
    await page.getByLabel('Votre mot de passe').fill('pas la bonne phrase du tout')
    await page.getByLabel('Votre mot de passe').press('Enter')
    await expect(page.locator('[aria-invalid]')).toHaveCount(1)
    await isWhole(page)
  })
})
