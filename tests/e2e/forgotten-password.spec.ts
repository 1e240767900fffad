import type { Page } from '@playwright/test'
import { overflow, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { mailedResetLink } from './mailed-links'
import { beMember, freshEmail, openMail, PASSWORD, query, whenPauseIsOver } from './steps'

const NEW = 'une tout autre phrase de passe'

/** Somebody who is signed out, and may be mailed a link now. */
async function forgetful(page: Page): Promise<string> {
  const email = await beMember(page)
  await page.context().clearCookies()
  return email
}

test.describe('a forgotten password', () => {
  test('leads from the sign-in page through the mail to a new one, and back with the address filled in', async ({
    page,
    app,
  }) => {
    const email = await forgetful(page)
    await whenPauseIsOver(app)
    await page.goto('/login')
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click()
    await page.waitForURL('**/forgot-password')
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
    await page.getByRole('button', { name: 'Recevoir un lien' }).click()
    await expect(page.getByRole('heading', { name: 'Regardez votre boîte mail' })).toBeFocused()
    await expect(page.getByText(email)).toBeVisible()
    await expect(page.getByRole('button', { name: /Nouvel envoi possible dans/ })).toBeVisible()
    await openMail(page, email, 'Réinitialisez votre mot de passe')
    await page.goto(await mailedResetLink(app, email))
    const field = page.getByLabel('Nouveau mot de passe', { exact: true })
    await field.fill('azertyuiop')
    await expect(page.getByText('fait partie des plus courants')).toBeVisible()
    await field.fill(NEW)
    await expect(page.getByText('Ce mot de passe convient.')).toBeVisible()
    await page.getByRole('button', { name: 'Changer mon mot de passe' }).click()
    await page.waitForURL('**/login')
    await expect(page.getByRole('status')).toContainText('Votre mot de passe est changé')
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
    await page.getByLabel('Mot de passe', { exact: true }).fill(NEW)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/dashboard')
    await expect(page.getByText('Votre email est vérifié')).toBeVisible()
    await page.goBack()
    expect(page.url()).not.toContain('token')
  })

  test('tells by nothing whether an address has an account', async ({ page, app }) => {
    const known = await forgetful(page)
    await whenPauseIsOver(app)
    const seen = []
    for (const email of [known, freshEmail()]) {
      await page.goto('/forgot-password')
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByRole('button', { name: 'Recevoir un lien' }).click()
      await expect(page.getByRole('heading', { name: 'Regardez votre boîte mail' })).toBeVisible()
      const text = (await page.getByRole('main').textContent()) ?? ''
      seen.push(text.replace(email, '').replace(/\d+/g, ''))
    }
    expect(seen[0]).toBe(seen[1])
  })

  test('ends the sessions of other browsers at once, and a used link says so', async ({
    page,
    app,
    anotherBrowser,
  }) => {
    const email = await beMember(page)
    await page.goto('/dashboard')
    await whenPauseIsOver(app)
    const other = await anotherBrowser()
    await other.request.post('/api/auth/forgot-password', { data: { email } })
    const link = await mailedResetLink(app, email)
    await other.goto(link)
    await other.getByLabel('Nouveau mot de passe', { exact: true }).fill(NEW)
    await other.getByLabel('Nouveau mot de passe', { exact: true }).press('Enter')
    await other.waitForURL('**/login')
    await page.reload()
    await page.waitForURL('**/login?next=**')
    await other.goto(link)
    await expect(other.getByRole('heading', { name: 'Ce lien a déjà servi' })).toBeVisible()
    expect(other.url()).not.toContain('token')
    await expect(other.getByLabel('Nouveau mot de passe')).toHaveCount(0)
  })

  test('an expired link offers a new one', async ({ page, app }) => {
    const email = await forgetful(page)
    await whenPauseIsOver(app)
    await page.request.post('/api/auth/forgot-password', { data: { email } })
    const link = await mailedResetLink(app, email)
    await query(app, `update email_verification_tokens set expires_at = now() where email = $1`, [email])
    await page.goto(link)
    await expect(page.getByRole('heading', { name: 'Ce lien a expiré' })).toBeVisible()
    await page.getByRole('link', { name: 'Recevoir un nouveau lien' }).click()
    await page.waitForURL('**/forgot-password')
  })

  test('works by keyboard, in English', async ({ page, app }) => {
    const email = await forgetful(page)
    await whenPauseIsOver(app)
    await page.goto('/forgot-password?lang=en')
    await page.getByLabel('Email', { exact: true }).focus()
    await page.keyboard.type(email)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Look in your mailbox' })).toBeFocused()
    await page.goto(await mailedResetLink(app, email))
    await page.getByLabel('New password', { exact: true }).focus()
    await page.keyboard.type(NEW)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Show password' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/login')
    await expect(page.getByRole('status')).toContainText('Your password is changed')
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
  })

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false })

    test('the whole way works, and what is wrong with a password is said when it is sent', async ({
      page,
      app,
    }) => {
      const email = await forgetful(page)
      await whenPauseIsOver(app)
      await page.goto('/login')
      await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click()
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByRole('button', { name: 'Recevoir un lien' }).click()
      await expect(page.getByRole('heading', { name: 'Regardez votre boîte mail' })).toBeVisible()
      await expect(page.getByText(email)).toBeVisible()
      await page.goto(await mailedResetLink(app, email))
      const field = page.getByLabel('Nouveau mot de passe', { exact: true })
      await field.fill('azertyuiop')
      await page.getByRole('button', { name: 'Changer mon mot de passe' }).click()
      await expect(page.getByText('fait partie des plus courants')).toBeVisible()
      await field.fill(NEW)
      await page.getByRole('button', { name: 'Changer mon mot de passe' }).click()
      await page.waitForURL('**/login')
      await expect(page.getByText('Votre mot de passe est changé')).toBeVisible()
      await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
      await page.getByLabel('Mot de passe', { exact: true }).fill(NEW)
      await page.getByRole('button', { name: 'Se connecter' }).click()
      await page.waitForURL('**/dashboard')
    })
  })
})

test.describe('a password that is chosen', () => {
  test('is judged once, after a pause, in a body and in no address', async ({ page }) => {
    const judged: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('judge-password')) judged.push(request.url() + (request.postData() ?? ''))
    })
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).fill('Jean Dupont')
    await page.getByLabel('Mot de passe', { exact: true }).pressSequentially('jeandupont')
    await expect(page.getByText('ressemble trop à votre nom')).toBeVisible()
    expect(judged.length).toBeLessThan(5)
    expect(judged.at(-1)).toMatch(/judge-password\{"password":"jeandupont"/)
  })

  for (const width of [320, 360, 412, 1280])
    test(`moves nothing below while it is judged, ${width} pixels wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 })
      await page.goto('/register')
      const submit = page.getByRole('button', { name: 'Créer mon compte' })
      const field = page.getByLabel('Mot de passe', { exact: true })
      const before = (await submit.boundingBox())?.y
      for (const [password, sentence] of [
        ['soleil-mer', 'se devine facilement'],
        ['azertyuiop', 'fait partie des plus courants'],
        [PASSWORD, 'Ce mot de passe convient.'],
      ] as const) {
        await field.fill(password)
        await expect(page.getByText(sentence)).toBeVisible()
        expect((await submit.boundingBox())?.y).toBe(before)
      }
    })

  test('a password manager finds the page to change one', async ({ request }) => {
    const answer = await request.get('/.well-known/change-password', { maxRedirects: 0 })
    expect(answer.status()).toBe(302)
    expect(answer.headers().location).toMatch(/\/account\/security$/)
    expect(answer.headers()['cache-control']).toBe('no-store')
    expect(answer.headers()['x-content-type-options']).toBe('nosniff')
    const probe = await request.get(
      '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
    )
    expect(probe.status()).toBe(404)
  })
})

type Look = (state: string) => Promise<void>

/** Pages, each with the states that are looked at. As they are opened, `accessible-pages.spec.ts` has them. */
const states: [string, (page: Page, link: () => Promise<string>, look: Look) => Promise<unknown>][] = [
  [
    'forgot-password with a fault, and sent',
    async (page, _link, look) => {
      await page.goto('/forgot-password')
      await page.getByRole('button').last().click()
      await expect(page.locator('[aria-invalid]')).toBeFocused()
      await look('with a fault')
      await page.locator('[name=email]').fill(freshEmail())
      await page.getByRole('button').last().click()
      await expect(page.locator('main h1')).toBeFocused()
      await look('sent')
    },
  ],
  [
    'reset judged weak and strong, and the sign-in after it',
    async (page, link, look) => {
      await page.goto(await link())
      await page.locator('[name=password]').fill('soleil-mer')
      await expect(page.locator('[data-level="2"]')).toBeVisible()
      await look('weak')
      await page.locator('[name=password]').fill(NEW)
      await expect(page.locator('[data-level="3"]')).toBeVisible()
      await look('strong')
      await page.locator('[name=password]').press('Enter')
      await page.waitForURL('**/login')
      await expect(page.getByRole('status')).toBeVisible()
      await look('signing in')
    },
  ],
  [
    'reset invalid, and without a link',
    async (page, _link, look) => {
      await page.goto('/auth/reset-password?token=x')
      await look('invalid')
      await page.goto('/auth/reset-password')
      await look('without a link')
    },
  ],
]

test.describe('accessibility', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  for (const [name, walk] of states)
    test(`${name}: no violation in either theme and language, nothing wider than a small phone`, async ({
      page,
      app,
    }) => {
      for (const lang of ['fr', 'en']) {
        await page.context().clearCookies()
        const link = async () => {
          // A program's requests bring no cookie, not even that of the language.
          await page.context().clearCookies()
          const email = await forgetful(page)
          await whenPauseIsOver(app)
          await page.request.post('/api/auth/forgot-password', { data: { email } })
          await page.goto(`/login?lang=${lang}`)
          return mailedResetLink(app, email)
        }
        await page.goto(`/login?lang=${lang}`)
        await walk(page, link, async (state) => {
          expect([lang, state, await violationsInBothThemes(page)]).toEqual([lang, state, []])
          expect(await overflow(page)).toBe(0)
        })
      }
    })
})
