import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import {
  beMember,
  denyAccount,
  expireLinks,
  freshEmail,
  lookNow,
  openDashboard,
  openMail,
  PASSWORD,
  proveByPassword,
  query,
  signIn,
  signUp,
  untilMailed,
} from './steps'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

/** Has the page itself measure how long its heading says `heading` before it is left. @returns a reading, in ms */
async function timeHeading(page: Page, heading: string): Promise<() => Promise<number>> {
  await page.evaluate((wanted) => {
    new MutationObserver((_changes, observer) => {
      if (document.querySelector('h1')?.textContent !== wanted) return
      observer.disconnect()
      const shown = performance.now()
      addEventListener('pagehide', () =>
        sessionStorage.setItem('time-shown', String(performance.now() - shown)),
      )
    }).observe(document, { subtree: true, childList: true, characterData: true })
  }, heading)
  return () => page.evaluate(() => Number(sessionStorage.getItem('time-shown')))
}

test('the whole diagram: register, mail, verify, welcome, sign out, sign in, dashboard', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Créer un compte' }).click()
  await page.waitForURL('**/register')
  const answered = page.waitForResponse('**/api/auth/register')
  const email = await signUp(page)
  const answer = await answered
  expect(answer.request().method()).toBe('POST')
  expect(answer.request().postDataJSON()).toEqual({ name: 'Jean Dupont', email, password: PASSWORD })
  expect(answer.status()).toBe(201)
  await expect(page.getByText('Compte créé !')).toBeVisible()
  await expect(page.getByText('Vérifiez votre email').first()).toBeVisible()
  await page.waitForURL('**/dashboard')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
  await expect(page.getByText('Votre email n’est pas encore vérifié')).toBeVisible()
  await expect(page.getByText('Envoyé', { exact: true })).toBeVisible()

  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'auth-token')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: false })
  expect(Math.abs((cookie?.expires ?? 0) - Date.now() / 1000 - 7 * 24 * 3600)).toBeLessThan(60)

  await openMail(page, email, 'Vérifiez votre email')
  const mail = page.frameLocator('iframe')
  await expect(mail.getByText('Bienvenue Jean Dupont ! 👋')).toBeVisible()
  await mail.getByRole('link', { name: 'Vérifier mon email' }).click()
  await page.waitForURL('**/auth/verify-email**')
  await expect(page.getByText('Email vérifié !')).toBeVisible()
  await expect(page.getByText('Redirection...')).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await page.waitForURL('**/dashboard')
  await expect(page.getByText('Votre email est vérifié')).toBeVisible()

  await openMail(page, email, 'Bienvenue sur Huntaze ! 🎉')
  await expect(page.frameLocator('iframe').getByText('Votre email est vérifié ! 🎉')).toBeVisible()
  await page.frameLocator('iframe').getByRole('link', { name: 'Accéder au dashboard' }).click()
  await page.waitForURL('**/dashboard')

  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.waitForURL('**/login')
  await page.goto('/dashboard')
  await page.waitForURL('**/login?next=%2Fdashboard')
  await signIn(page, email)
  await page.waitForURL('**/dashboard')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
})

test('shows that it verifies while the API answers, and moves on after 3 seconds', async ({ page, app }) => {
  const link = await mailedLink(app, await beMember(page))
  let calls = 0
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/api/auth/verify-email?*', async (route) => {
    calls += 1
    await held
    await route.continue()
  })
  await page.goto(link)
  await expect(page.getByText('Vérification en cours...')).toBeVisible()
  const timeShown = await timeHeading(page, 'Email vérifié !')
  release()
  await expect(page.getByText('Email vérifié !')).toBeVisible()
  expect(calls).toBe(1)
  await page.waitForURL('**/dashboard')
  const shown = await timeShown()
  expect(shown).toBeGreaterThan(2800)
  expect(shown).toBeLessThan(4500)
})

test('the link in another browser asks for the password, and the dashboard at home notices', async ({
  page,
  anotherBrowser,
  app,
}) => {
  const email = await openDashboard(page)
  const phone = await anotherBrowser()
  const link = await mailedLink(app, email)
  const calls: string[] = []
  phone.on('request', (request) => calls.push(new URL(request.url()).pathname))
  await phone.goto(link)
  await expect(phone.getByRole('button', { name: 'Vérifier mon email' })).toBeVisible()
  await expect(phone.getByText(`${email[0]}•••@e•••.com`)).toBeVisible()
  await expect(phone.getByText(email)).toHaveCount(0)
  await phone.waitForTimeout(500)
  expect(calls).not.toContain('/api/auth/verify-email')
  expect(await query(app, 'select email_verified from users where email = $1', [email])).toEqual([
    { email_verified: false },
  ])

  await proveByPassword(phone)
  await expect(phone.getByText('Email vérifié !')).toBeVisible()
  await phone.waitForURL('**/dashboard')
  await expect(page.getByText('Votre email est vérifié')).toBeVisible({ timeout: 20_000 })
})

test('a link opened twice says that all is well', async ({ page, anotherBrowser, app }) => {
  const link = await mailedLink(app, await beMember(page))
  await page.goto(link)
  await expect(page.getByText('Email vérifié !')).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Votre email est déjà vérifié' })).toBeVisible()
  const stranger = await anotherBrowser()
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'Votre email est déjà vérifié' })).toBeVisible()

  await query(app, 'delete from email_verification_uses')
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'Lien invalide' })).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Votre email est déjà vérifié' })).toBeVisible()
})

test('an expired link says so and is renewed', async ({ page, app }) => {
  const email = await beMember(page)
  const link = await mailedLink(app, email)
  await expireLinks(app, email)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Ce lien a expiré' })).toBeVisible()
  await page.getByRole('button', { name: 'Recevoir un nouveau lien' }).click()
  await expect(page.getByText('C’est parti')).toBeVisible()
  await expect(page.getByText(/Nouvel envoi possible dans/)).toBeVisible()
  await untilMailed(app, email, 2)
  const renewed = await mailedLink(app, email)
  expect(renewed).not.toBe(link)
  await page.goto(renewed)
  await expect(page.getByText('Email vérifié !')).toBeVisible()
})

test('an invalid link says so', async ({ page }) => {
  await page.goto('/auth/verify-email?token=abc')
  await expect(page.getByRole('heading', { name: 'Lien invalide' })).toBeVisible()
  await page.goto('/auth/verify-email')
  await expect(page.getByRole('heading', { name: 'Ouvrez le lien de votre email' })).toBeVisible()
})

test('"not me" deletes the account and signs its maker out', async ({ page, anotherBrowser, app }) => {
  const email = await beMember(page)
  const owner = await anotherBrowser()
  await owner.goto(await mailedLink(app, email))
  await denyAccount(owner, email)
  await expect(owner.getByRole('heading', { name: 'Compte supprimé' })).toBeVisible()
  await page.goto('/dashboard')
  await page.waitForURL('**/login**')
  await signUp(owner, email, 'La Vraie')
  await owner.waitForURL('**/dashboard')
})

test('a wrong password and an unknown address read the same', async ({ page }) => {
  const email = await openDashboard(page)
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.waitForURL('**/login')
  const alert = page.getByRole('main').getByRole('alert')
  await signIn(page, email, 'pas la bonne phrase du tout')
  await expect(alert).toBeVisible()
  const wrong = await alert.textContent()
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
  await signIn(page, freshEmail(), 'pas la bonne phrase du tout')
  await expect(alert).toHaveText(wrong ?? '')
})

// ASVS 7.2.1, 8.3.1
test('the dashboard sends signed-out visitors to sign in, and a forged cookie too', async ({
  page,
  context,
  app,
}) => {
  await page.goto('/dashboard')
  await page.waitForURL('**/login?next=%2Fdashboard')
  await context.addCookies([{ name: 'auth-token', value: 'a.b.c', url: app.url }])
  await page.goto('/dashboard')
  await page.waitForURL('**/login?next=%2Fdashboard')
})

test('a session that was ended elsewhere is gone on the next click', async ({ page, context, app }) => {
  await beMember(page)
  await page.goto('/')
  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'auth-token')
  const ended = await fetch(`${app.url}/api/auth/logout`, {
    method: 'POST',
    headers: { cookie: `auth-token=${cookie?.value}` },
  })
  expect(ended.status).toBe(200)
  await page.getByRole('link', { name: 'Ouvrir mon dashboard' }).click()
  await page.waitForURL('**/login?next=%2Fdashboard')
})

// ASVS 14.3.1
test('after signing out Back shows nothing', async ({ page }) => {
  await openDashboard(page)
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.waitForURL('**/login')
  await page.goBack()
  await page.waitForURL('**/login**')
  await expect(page.getByText('Bonjour')).toHaveCount(0)
})

test('the dashboard follows its e-mail, and mails a new link with a visible countdown', async ({
  page,
  app,
}) => {
  const email = await openDashboard(page)
  await expect(page.getByText(/Nouvel envoi possible dans/)).toBeVisible()
  const user = 'user_id = (select id from users where email = $1)'
  for (const [status, text] of [
    [
      `status = 'queued', sealed = '\\x00', settled_at = null, due_at = now() + interval '1 hour'`,
      'En file d’attente',
    ],
    [
      `status = 'sending', sealed = '\\x00', settled_at = null, due_at = now() + interval '1 hour'`,
      'Envoi en cours',
    ],
    [`status = 'dead', sealed = null, settled_at = now()`, 'Échec de l’envoi'],
  ] as const) {
    await query(app, `update email_messages set ${status} where ${user}`, [email])
    await lookNow(page)
    await expect(page.getByText(text, { exact: true })).toBeVisible({ timeout: 20_000 })
  }
  await query(app, 'delete from rate_limits')
  await page.reload()
  await page.getByRole('button', { name: 'Renvoyer le lien' }).click()
  await expect(page.getByText('Envoyé', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/Nouvel envoi possible dans/)).toBeVisible()
})
