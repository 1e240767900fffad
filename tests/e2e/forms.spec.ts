import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { COLOR_SCHEMES, overflow, violations } from './accessibility'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import {
  beMember,
  expireLinks,
  freshEmail,
  openDashboard,
  openMail,
  PASSWORD,
  query,
  readMailedLink,
  signIn,
  signUp,
  untilMailed,
  whileSessionsCannotEnd,
} from './steps'

test.describe('the registration form', () => {
  test('says every fault at its field, and moves the focus to the first', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Email', { exact: true }).fill('pas une adresse')
    await page.getByLabel('Mot de passe', { exact: true }).fill('password1')
    await page.getByRole('button', { name: 'Créer mon compte' }).click()
    const name = page.getByLabel('Nom', { exact: true })
    await expect(name).toBeFocused()
    for (const field of [
      name,
      page.getByLabel('Email', { exact: true }),
      page.getByLabel('Mot de passe', { exact: true }),
    ]) {
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      const ids = (await field.getAttribute('aria-describedby'))?.split(' ') ?? []
      const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))
      expect(texts.join(' ').length).toBeGreaterThan(10)
    }
    await expect(page.getByLabel('Email', { exact: true })).toHaveValue('pas une adresse')
  })

  test('says that an address is taken, and leads to signing in', async ({ page, anotherBrowser }) => {
    const email = await beMember(page)
    const other = await anotherBrowser()
    await signUp(other, email.toUpperCase())
    await expect(other.getByLabel('Email', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(other.getByRole('main').getByRole('link', { name: 'Se connecter' }).first()).toBeVisible()
  })

  test('works with the keyboard alone', async ({ page }) => {
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).focus()
    await page.keyboard.type('Clé Avier')
    await page.keyboard.press('Tab')
    await page.keyboard.type(freshEmail())
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/dashboard')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Clé Avier')
  })

  test('shows the password when asked', async ({ page }) => {
    await page.goto('/register')
    const password = page.getByLabel('Mot de passe', { exact: true })
    await password.fill('secret')
    await expect(password).toHaveAttribute('type', 'password')
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    await expect(password).toHaveAttribute('type', 'text')
  })

  test('tells password managers what is what', async ({ page }) => {
    await page.goto('/register')
    await expect(page.getByLabel('Nom', { exact: true })).toHaveAttribute('autocomplete', 'name')
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveAttribute(
      'autocomplete',
      'new-password',
    )
    await page.goto('/login')
    await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('autocomplete', /username|email/)
    await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveAttribute(
      'autocomplete',
      'current-password',
    )
  })

  test('shows a hostile name as text', async ({ page }) => {
    const name = `<img src=x onerror=alert(1)>"'&\${7*7}`
    await signUp(page, undefined, name)
    await page.waitForURL('**/dashboard')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  })
})

test('a form that sent the person on works again when the browser brings its page back', async ({ page }) => {
  const email = await beMember(page)
  await page.context().clearCookies()
  await page.goto('/login')
  // An empty answer leaves the page where it is, as Back would bring it back.
  await page.route('**/dashboard', (route) => route.fulfill({ status: 204 }))
  const sent = () => page.waitForResponse('**/api/auth/login', { timeout: 5000 })
  let answer = sent()
  await signIn(page, email)
  expect((await answer).status()).toBe(200)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  answer = sent()
  await page.getByRole('button', { name: 'Se connecter' }).click()
  expect((await answer).status()).toBe(200)
})

test.describe('signing out', () => {
  const out = (page: Page) => page.getByRole('button', { name: 'Se déconnecter' })
  const alert = (page: Page) => page.getByRole('banner').getByRole('alert')

  test('tells the browser to forget what it kept', async ({ page }) => {
    await openDashboard(page)
    const answer = page.waitForResponse('**/api/auth/logout')
    await out(page).click()
    expect(await (await answer).headerValue('clear-site-data')).toBe('"cache", "storage"')
    await page.waitForURL('**/login')
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('auth-token')
  })

  test('says when it failed, stays, and can be tried again', async ({ page, complaints, app }) => {
    await openDashboard(page)
    await page.route('**/api/auth/logout', (route) => route.abort())
    await out(page).click()
    await expect(alert(page)).toContainText('Le serveur ne répond pas')
    await expect(alert(page)).toBeFocused()
    await page.unroute('**/api/auth/logout')
    await whileSessionsCannotEnd(app, async () => {
      await out(page).click()
      await expect(alert(page)).toContainText('Une erreur est survenue de notre côté')
    })
    expect(new URL(page.url()).pathname).toBe('/dashboard')
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
    expect(complaints.splice(0)).toHaveLength(2)
    await out(page).click()
    await page.waitForURL('**/login')
  })
})

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

  test('"not me" works', async ({ page, anotherBrowser, app }) => {
    const email = await beMember(page)
    const owner = await anotherBrowser({ javaScriptEnabled: false })
    await owner.goto(await mailedLink(app, email))
    await owner.getByText('Ce n’était pas moi').click()
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

test.describe('languages', () => {
  test.use({ locale: 'en-GB' })

  test('a browser in English reads English', async ({ page }) => {
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByRole('main').getByRole('link', { name: 'Create an account' })).toBeVisible()
  })
})

const pages: [string, (page: Page, app: App) => Promise<void>][] = [
  ['home', async (page) => void (await page.goto('/'))],
  ['register', async (page) => void (await page.goto('/register'))],
  [
    'register with faults',
    async (page) => {
      await page.goto('/register')
      await page.getByRole('button', { name: 'Créer mon compte' }).click()
      await expect(page.getByLabel('Nom', { exact: true })).toBeFocused()
    },
  ],
  ['login', async (page) => void (await page.goto('/login'))],
  ['dashboard', async (page) => void (await openDashboard(page))],
  ['invalid link', async (page) => void (await page.goto('/auth/verify-email?token=x'))],
  [
    'link in another browser',
    async (page, app) => {
      const link = await mailedLink(app, await beMember(page))
      await page.context().clearCookies()
      await page.goto(link)
      await page.getByText('Ce n’était pas moi').click()
      await expect(page.getByRole('button', { name: 'Supprimer ce compte' })).toBeVisible()
    },
  ],
  [
    'expired link',
    async (page, app) => {
      const email = await beMember(page)
      const link = await mailedLink(app, email)
      await expireLinks(app, email)
      await page.goto(link)
      await expect(page.getByRole('heading', { name: 'Ce lien a expiré' })).toBeVisible()
    },
  ],
  [
    'verified',
    async (page, app) => {
      const link = await mailedLink(app, await beMember(page))
      // An empty answer keeps the page from moving on.
      await page.route('**/dashboard', (route) => route.fulfill({ status: 204 }))
      await page.goto(link)
      await expect(page.getByText('Email vérifié !')).toBeVisible()
    },
  ],
  [
    'verified dashboard',
    async (page, app) => {
      await page.goto(await mailedLink(app, await beMember(page)))
      await page.waitForURL('**/dashboard')
      await expect(page.getByText('Votre email est vérifié')).toBeVisible()
    },
  ],
  [
    'failed sign-out',
    async (page) => {
      await openDashboard(page)
      await page.route('**/api/auth/logout', (route) => route.abort())
      await page.getByRole('button', { name: 'Se déconnecter' }).click()
      await expect(page.getByRole('banner').getByRole('alert')).toBeVisible()
    },
  ],
  [
    'open message',
    async (page) => {
      await openMail(page, await beMember(page), 'Vérifiez votre email')
    },
  ],
  ['mailbox', async (page) => void (await page.goto('/mailbox'))],
  ['not found', async (page) => void (await page.goto('/nothing'))],
]

test.describe('accessibility', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  for (const [name, open] of pages) {
    test(`${name}: no violation in either theme, nothing wider than a small phone`, async ({
      page,
      complaints,
      app,
    }) => {
      await open(page, app)
      for (const colorScheme of COLOR_SCHEMES) {
        await page.emulateMedia({ colorScheme })
        expect([colorScheme, await violations(page)]).toEqual([colorScheme, []])
      }
      expect(await overflow(page)).toBe(0)
      if (name === 'not found' || name === 'failed sign-out') complaints.splice(0)
    })
  }
})
