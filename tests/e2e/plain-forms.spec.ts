import type { Page } from '@playwright/test'
import { COLOR_SCHEMES, overflow, violations } from './accessibility'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import {
  beMember,
  freshEmail,
  openMail,
  PASSWORD,
  proveByPassword,
  query,
  signIn,
  whileSessionsCannotEnd,
} from './steps'

const ALERT = (page: Page) => page.getByRole('main').getByRole('alert')
const outcomes = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name === 'form-outcome')

/** Sends the form with two faults, and waits for the page that names them. */
async function signUpWrongly(page: Page): Promise<void> {
  await page.goto('/register')
  await page.getByLabel('Nom', { exact: true }).fill('Jean')
  await page.getByLabel('Email', { exact: true }).fill('pas.une.adresse@x')
  await page.getByLabel('Mot de passe', { exact: true }).fill('password1')
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await expect(page.locator('[aria-invalid]')).toHaveCount(2)
}

test.describe('a form without JavaScript that was refused', () => {
  test.use({ javaScriptEnabled: false })

  test('says so once: after a reload, and on the way back, its page is as new', async ({ page }) => {
    await signUpWrongly(page)
    expect(page.url()).toMatch(/\/register$/)
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue('pas.une.adresse@x')
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveValue('')
    expect(await page.content()).not.toContain('password1')
    expect(await outcomes(page)).toEqual([])
    await page.reload()
    await expect(page.locator('[aria-invalid]')).toHaveCount(0)
    await page.goto('/login')
    await page.goBack()
    await expect(page.locator('[aria-invalid]')).toHaveCount(0)
  })

  test('says so in the language that its page is read in', async ({ anotherBrowser }) => {
    const english = await anotherBrowser({ javaScriptEnabled: false, locale: 'en-GB' })
    await english.goto('/login?next=%2Fmonitoring')
    await english.getByLabel('Email', { exact: true }).fill(freshEmail())
    await english.getByLabel('Password', { exact: true }).fill('not the passphrase')
    await english.getByRole('button', { name: 'Sign in' }).click()
    await expect(ALERT(english)).toContainText('Wrong email or password')
    expect(new URL(english.url()).search).toBe('?next=%2Fmonitoring')
  })

  test('says so in the tab that it was posted in', async ({ page }) => {
    const other = await page.context().newPage()
    await Promise.all([page.goto('/login'), other.goto('/register')])
    await signIn(page, freshEmail(), 'pas la bonne phrase du tout')
    await expect(ALERT(page)).toContainText('Email ou mot de passe incorrect')
    await other.reload()
    await expect(ALERT(other)).toHaveCount(0)
  })

  test('corrects no address that is none, and keeps what was typed', async ({ page }) => {
    await beMember(page)
    await page.goto('/dashboard')
    await page.getByText('Ce n’est pas la bonne adresse').click()
    const field = page.getByLabel('Nouvelle adresse email')
    await field.fill('pas une adresse')
    await field.press('Enter')
    await expect(field).toHaveValue('pas une adresse')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    const email = freshEmail()
    await field.fill(email)
    await field.press('Enter')
    await expect(page.getByText(email).first()).toBeVisible()
    await expect(page.locator('[aria-invalid]')).toHaveCount(0)
  })

  test('mails no second link too early', async ({ page }) => {
    await beMember(page)
    await page.goto('/dashboard')
    // The button waits only where a script runs.
    await page.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ }).click({ force: true })
    await expect(ALERT(page).first()).toContainText('Trop de tentatives')
    await page.goto('/dashboard')
    await expect(ALERT(page)).toHaveCount(0)
  })

  test('about a link that was used meanwhile says that all is well', async ({
    page,
    app,
    anotherBrowser,
  }) => {
    const link = await mailedLink(app, await beMember(page))
    const phone = await anotherBrowser({ javaScriptEnabled: false })
    await phone.goto(link)
    expect((await page.request.get(link.replace('/auth/', '/api/auth/'))).status()).toBe(200)
    await proveByPassword(phone)
    await expect(phone.getByRole('heading', { name: 'Votre email est déjà vérifié' })).toBeVisible()
  })

  test('in the local mailbox says so beside its message', async ({ page, app }) => {
    const email = await beMember(page)
    await openMail(page, email, 'Vérifiez votre email')
    const address = page.url()
    await query(app, 'delete from email_messages where user_id = (select id from users where email = $1)', [
      email,
    ])
    await page.getByRole('button', { name: 'livré', exact: true }).click()
    await expect(ALERT(page)).toContainText('Nous n’avons pas trouvé')
    expect(page.url()).toBe(address)
  })

  test('signs nobody out where that failed, and says so once', async ({ page, app }) => {
    await beMember(page)
    await page.goto('/')
    const alert = page.getByRole('banner').getByRole('alert')
    await whileSessionsCannotEnd(app, async () => {
      await page.getByRole('button', { name: 'Se déconnecter' }).click()
      await expect(alert).toContainText('Une erreur est survenue')
    })
    expect(new URL(page.url()).pathname).toBe('/')
    await page.reload()
    await expect(alert).toHaveCount(0)
  })

  test('is readable on a small phone, in either theme', async ({ page, complaints }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await signUpWrongly(page)
    for (const colorScheme of COLOR_SCHEMES) {
      await page.emulateMedia({ colorScheme })
      expect(await overflow(page)).toBe(0)
    }
    expect(complaints).toEqual([])
  })
})

test.describe('a form that is sent before the page’s scripts came', () => {
  const SCRIPTS = '**/_next/static/**/*.js'
  const commit = { waitUntil: 'commit' } as const

  test('signs in', async ({ page }) => {
    const email = await beMember(page)
    await page.context().clearCookies()
    await page.route(SCRIPTS, () => {})
    await page.goto('/login', commit)
    await signIn(page, email)
    await page.waitForURL('**/dashboard', commit)
    await page.unroute(SCRIPTS)
  })

  test('still says why it was refused once they are there', async ({ page }) => {
    await page.route(SCRIPTS, () => {})
    await page.goto('/login', commit)
    const email = freshEmail()
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByLabel('Mot de passe', { exact: true }).fill('pas la bonne phrase du tout')
    await page.unroute(SCRIPTS)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await expect(ALERT(page)).toContainText('Email ou mot de passe incorrect')
    await page.waitForLoadState('networkidle')
    await expect(ALERT(page)).toBeFocused()
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
    expect(await violations(page)).toEqual([])
  })
})

test('a form of an older deployment works in a newer one', async ({ page, app, anotherBrowser }) => {
  const email = await beMember(page)
  const plain = await anotherBrowser({ javaScriptEnabled: false })
  await plain.goto('/login')
  const names = await plain
    .locator('form input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).name))
  // Nothing in it belongs to one build.
  expect(names.toSorted()).toEqual(['email', 'next', 'password'])
  await app.restart()
  await signIn(plain, email)
  await plain.waitForURL('**/dashboard')
})

test('a text browser, which says nothing of where it posts from, signs in by its mark alone', async ({
  app,
  page,
}) => {
  const email = await beMember(page)
  const shown = await fetch(`${app.url}/login`)
  const [cookie = ''] = shown.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  expect(cookie).toMatch(/^form-browser=[\w-]{22}$/)
  const [, mark = ''] = /name="mark" value="([^"]+)"/.exec(await shown.text()) ?? []
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/auth/login`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ email, password: PASSWORD, ...fields }),
    })
  expect((await post({})).status).toBe(403)
  expect((await post({ mark })).status).toBe(403)
  expect((await post({}, { cookie })).status).toBe(403)
  const answer = await post({ mark }, { cookie })
  // Lynx complains of an address that is none.
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${app.url}/dashboard`])
  expect(answer.headers.getSetCookie().join()).toContain('auth-token=ey')
  const again = await fetch(`${app.url}/login`, { headers: { cookie } })
  // The same name, for a day more: the new page's mark lasts as long.
  expect(again.headers.getSetCookie()).toEqual([expect.stringContaining(`${cookie}; Path=/; Max-Age=86400;`)])
})

test('a browser that says where it posts from gets neither mark nor cookie', async ({ page }) => {
  await page.goto('/login')
  expect(await page.context().cookies()).toEqual([])
  expect(await page.locator('input[name=mark]').count()).toBe(0)
})
