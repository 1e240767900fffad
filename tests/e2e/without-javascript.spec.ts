import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './fixtures'
import { mailedCode, mailedLink } from './mailed-links'
import {
  beMember,
  chooseAnother,
  denyAccount,
  expireLinks,
  freshEmail,
  openDashboard,
  PASSWORD,
  proveByPassword,
  query,
  readMailedLink,
  signIn,
  signUp,
  untilMailed,
  whileSessionsCannotEnd,
} from './steps'

// One of the last files: no worker is left alone with the whole of it.
test.describe.configure({ mode: 'parallel' })

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the whole way works', async ({ page }) => {
    const email = await signUp(page)
    await page.waitForURL('**/dashboard')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
    await page.goto(await readMailedLink(page, email))
    await page.getByRole('button', { name: 'Vérifier mon email' }).click()
    await expect(page.getByText('Email vérifié !')).toBeVisible()
    await page.goto('/dashboard')
    await expect(page.getByText('Votre email est vérifié')).toBeVisible()
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/login')
    await signIn(page, email)
    await page.waitForURL('**/dashboard')
  })

  test('faults come back on the page with what was typed, the password excepted', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).fill('Jean')
    await page.getByLabel('Email', { exact: true }).fill('pas.une.adresse@x')
    await page.getByLabel('Mot de passe', { exact: true }).fill('password1')
    await page.getByRole('button', { name: 'Créer mon compte' }).click()
    await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel('Nom', { exact: true })).toHaveValue('Jean')
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue('pas.une.adresse@x')
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveValue('')
  })

  test('a refusal that is no field’s fault takes the focus', async ({ page }) => {
    await page.goto('/login')
    await signIn(page, freshEmail(), 'pas la bonne phrase du tout')
    const alert = page.getByRole('main').getByRole('alert')
    await expect(alert).toContainText('Email ou mot de passe incorrect')
    await expect(alert).toBeFocused()
  })

  test('a sign-out that failed says so', async ({ page, app }) => {
    await openDashboard(page)
    await whileSessionsCannotEnd(app, async () => {
      await page.getByRole('button', { name: 'Se déconnecter' }).click()
      await expect(page.getByRole('banner').getByRole('alert')).toContainText('Une erreur est survenue')
    })
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/login')
  })

  test('the dashboard mails a new link', async ({ page, app }) => {
    const email = await beMember(page)
    await untilMailed(app, email, 1)
    await query(app, 'delete from rate_limits')
    await page.goto('/dashboard')
    await page.getByRole('button', { name: 'Renvoyer le lien' }).click()
    await expect(page.getByText('C’est noté')).toBeVisible()
    await expect(page.getByText(/Nouvel envoi possible dans/)).toBeVisible()
    await untilMailed(app, email, 2)
  })

  test('an expired link is renewed, and the new one works', async ({ page, app }) => {
    const email = await beMember(page)
    const link = await mailedLink(app, email)
    await expireLinks(app, email)
    await page.goto(link)
    await page.getByRole('button', { name: 'Recevoir un nouveau lien' }).click()
    await expect(page.getByText('C’est parti')).toBeVisible()
    await untilMailed(app, email, 2)
    const renewed = await mailedLink(app, email)
    expect(renewed).not.toBe(link)
    await page.goto(renewed)
    await page.getByRole('button', { name: 'Vérifier mon email' }).click()
    await expect(page.getByText('Email vérifié !')).toBeVisible()
  })

  test('a link in another browser asks for the password, a wrong one first', async ({
    page,
    anotherBrowser,
    app,
  }) => {
    const link = await mailedLink(app, await beMember(page))
    const phone = await anotherBrowser({ javaScriptEnabled: false })
    await phone.goto(link)
    await proveByPassword(phone, 'pas la bonne phrase')
    await expect(phone.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
    await expect(phone.getByLabel('Mot de passe de ce compte', { exact: true })).toBeFocused()
    await proveByPassword(phone)
    await expect(phone.getByText('Email vérifié !')).toBeVisible()
    await phone.waitForURL('**/dashboard')
  })

  test('or for a new one, which signs the first browser out', async ({ page, anotherBrowser, app }) => {
    const email = await beMember(page)
    const phone = await anotherBrowser({ javaScriptEnabled: false })
    await phone.goto(await mailedLink(app, email))
    await chooseAnother(phone, email, 'password1')
    await expect(phone.getByText('Ce mot de passe fait partie des plus courants')).toBeVisible()
    await chooseAnother(phone, email)
    await expect(phone.getByText('Email vérifié !')).toBeVisible()
    await page.goto('/dashboard')
    await page.waitForURL('**/login**')
  })

  test('the code of the email verifies, a wrong one first', async ({ page, app }) => {
    const email = await openDashboard(page)
    await page.getByLabel('Code reçu dans l’email').fill('ZZZZ-ZZZZ')
    await page.getByRole('button', { name: 'Valider' }).click()
    await expect(page.getByText('Ce code n’est pas le bon.')).toBeVisible()
    await page.getByLabel('Code reçu dans l’email').fill((await mailedCode(app, email)).toLowerCase())
    await page.getByRole('button', { name: 'Valider' }).click()
    await expect(page.getByText('Votre email est vérifié')).toBeVisible()
  })

  test('"not me" works', async ({ page, anotherBrowser, app }) => {
    const email = await beMember(page)
    const owner = await anotherBrowser({ javaScriptEnabled: false })
    await owner.goto(await mailedLink(app, email))
    await denyAccount(owner, 'scanner@example.com')
    await expect(owner.getByText('Ce n’est pas l’adresse de ce compte.')).toBeVisible()
    await owner.locator('#denied-email').fill(email)
    await owner.getByRole('button', { name: 'Supprimer ce compte' }).click()
    await expect(owner.getByRole('heading', { name: 'Compte supprimé' })).toBeVisible()
  })

  test('the language switches and stays', async ({ page }) => {
    await page.goto('/login?next=%2Fdashboard')
    await page.getByRole('link', { name: /English|EN/ }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    expect(page.url()).toContain('/login?next=%2Fdashboard')
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })
})

test.describe('a form of ours on a page of another origin', () => {
  test.use({ javaScriptEnabled: false })

  /** The sign-in form as a browser without JavaScript gets it, every hidden field included, but filled in. */
  async function filledForm(url: string, email: string): Promise<string> {
    const [form = ''] = (await (await fetch(`${url}/login`)).text()).match(/<form[\s\S]*?<\/form>/) ?? []
    return form
      .replace('<form', `<form id="stolen"`)
      .replace(/action="[^"]*"/, `action="${url}/api/auth/login"`)
      .replace('name="email"', `name="email" value="${email}"`)
      .replace('name="password"', `name="password" value="${PASSWORD}"`)
  }

  async function withPage<T>(body: string, visit: (url: string) => Promise<T>): Promise<T> {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><title>x</title>${body}`)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    try {
      return await visit(`http://localhost:${(server.address() as AddressInfo).port}/`)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  }

  // ASVS 3.3.2, 3.5.1, 7.6.2
  test('signs nobody in; on our own page the same form does', async ({
    page,
    anotherBrowser,
    app,
    complaints,
  }) => {
    const email = await beMember(page)
    const form = await filledForm(app.url, email)
    const victim = await anotherBrowser({ javaScriptEnabled: false })
    const cookies = async () => (await victim.context().cookies()).map(({ name }) => name)
    const submit = () => victim.locator('#stolen button[type=submit]').click()

    await withPage(form, async (url) => {
      await victim.goto(url)
      const answer = victim.waitForResponse(`${app.url}/api/auth/login`)
      await submit()
      expect((await answer).request().method()).toBe('POST')
      expect((await answer).status()).not.toBe(303)
    })
    expect(await cookies()).not.toContain('auth-token')
    complaints.splice(0)

    await victim.route(`${app.url}/login`, async (route) => {
      await route.fulfill({ contentType: 'text/html; charset=utf-8', body: form })
    })
    await victim.goto(`${app.url}/login`)
    await submit()
    await victim.waitForURL('**/dashboard')
    expect(await cookies()).toContain('auth-token')
  })
})
