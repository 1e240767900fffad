import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beOperator } from './operator-steps'
import { beMember, query } from './steps'

/** Everything private on the page is out of sight. */
const isUnseen = (page: Page): Promise<boolean> =>
  page.evaluate(() => !document.querySelector('main')?.checkVisibility({ visibilityProperty: true }))

const turn = (page: Page, type: 'pagehide' | 'pageshow') =>
  page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), type)

/** Lets the page go and come back as a browser's back/forward cache does, with `meanwhile` in between. */
async function leaveAndComeBack(page: Page, meanwhile: () => Promise<unknown>): Promise<void> {
  // A page is loaded before its scripts listen.
  await expect(async () => {
    await turn(page, 'pagehide')
    expect(await isUnseen(page)).toBe(true)
  }).toPass()
  await meanwhile()
  expect(await isUnseen(page)).toBe(true)
  await turn(page, 'pageshow')
}

/** Lets the tab come to the front, once its scripts listen: it then asks whose session it is. */
async function comeToFront(page: Page): Promise<void> {
  await expect(async () => {
    const asked = page.waitForRequest('**/api/auth/me*', { timeout: 1000 })
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await asked
  }).toPass()
}

/** Ends every session of the account, as operators do. */
const endSessions = (app: App, email: string) =>
  query(app, 'delete from sessions where user_id = (select id from users where email = $1)', [email])

const PRIVATE: [string, string][] = [
  ['/', '/'],
  ['/login', '/login'],
  ['/register', '/register'],
  ['/dashboard', '/login?next=%2Fdashboard'],
  ['/monitoring', '/login?next=%2Fmonitoring'],
  ['/monitoring/users?q=a', '/login?next=%2Fmonitoring%2Fusers%3Fq%3Da'],
]

test.describe('a page that the browser kept', () => {
  for (const [path, then] of PRIVATE)
    test(`${path}: its session was ended elsewhere, so it shows nothing of the account`, async ({
      page,
      app,
    }) => {
      const email = await beOperator(app, page)
      await page.goto(path)
      await expect(page.getByText(email).first()).toBeVisible()
      await leaveAndComeBack(page, () => endSessions(app, email))
      await expect(page).toHaveURL(app.url + then)
      await expect(page.getByText(email)).toHaveCount(0)
      expect(await isUnseen(page)).toBe(false)
    })

  test('a link of another account: the page no longer says who was signed in', async ({
    page,
    app,
    anotherBrowser,
  }) => {
    const link = await mailedLink(app, await beMember(await anotherBrowser()))
    const email = await beMember(page)
    await page.goto(link)
    await expect(page.getByText(email)).toBeVisible()
    await leaveAndComeBack(page, () => endSessions(app, email))
    await expect(page.getByRole('button', { name: 'Vérifier mon email' })).toBeVisible()
    await expect(page.getByText(email)).toHaveCount(0)
  })

  test('is as it was left when its session still is', async ({ page }) => {
    const email = await beMember(page)
    await page.goto('/register')
    await page.getByLabel('Nom', { exact: true }).fill('Jean')
    await leaveAndComeBack(page, async () => {})
    await expect(page.getByText(email)).toBeVisible()
    await expect(page.getByLabel('Nom', { exact: true })).toHaveValue('Jean')
  })

  test('is loaded anew for another account', async ({ page, anotherBrowser }) => {
    const email = await beMember(page)
    await page.goto('/')
    const somebodyElse = await anotherBrowser()
    const other = await beMember(somebodyElse)
    const cookies = await somebodyElse.context().cookies()
    await leaveAndComeBack(page, () => page.context().addCookies(cookies))
    await expect(page.getByText(other)).toBeVisible()
    await expect(page.getByText(email)).toHaveCount(0)
  })

  test('stays unseen while nobody can be asked', async ({ page, complaints }) => {
    await beMember(page)
    await page.goto('/')
    await page.route('**/api/auth/me*', (route) => route.abort())
    const loaded = page.waitForEvent('load')
    await leaveAndComeBack(page, async () => {})
    await loaded
    await expect(page.getByRole('link', { name: 'Ouvrir mon dashboard' })).toBeVisible()
    complaints.splice(0)
  })
})

test('a tab that comes to the front after a sign-out in another one does not stay', async ({
  page,
  context,
}) => {
  const email = await beMember(page)
  await page.goto('/')
  const other = await context.newPage()
  await other.goto('/dashboard')
  await other.getByRole('button', { name: 'Se déconnecter' }).click()
  await other.waitForURL('**/login')
  // This browser has no tab that is behind another: what it would say is said for it.
  await comeToFront(page)
  await expect(page.getByText(email)).toHaveCount(0)
  await expect(page.getByRole('main').getByRole('link', { name: 'Se connecter' })).toBeVisible()
})

test('a tab that comes to the front without a network keeps what it shows', async ({ page, complaints }) => {
  const email = await beMember(page)
  await page.goto('/')
  await page.route('**/api/auth/me*', (route) => route.abort())
  await comeToFront(page)
  await expect(page.getByText(email)).toBeVisible()
  expect(complaints.splice(0)).toHaveLength(1)
})

test.describe('a password that is shown', () => {
  const password = (page: Page) => page.getByLabel('Mot de passe', { exact: true })

  async function show(page: Page): Promise<void> {
    await page.goto('/login')
    await page.getByLabel('Email', { exact: true }).fill('jean@example.com')
    await password(page).fill('pas la bonne phrase du tout')
    await page.getByRole('button', { name: 'Afficher le mot de passe' }).click()
    await expect(password(page)).toHaveAttribute('type', 'text')
  }

  test('is hidden again before it is sent', async ({ page }) => {
    await show(page)
    // The form's own script runs after this one: it sees the field as the browser does.
    await page.evaluate(() =>
      document.addEventListener('submit', () => {
        const field = document.querySelector<HTMLInputElement>('[name=password]')
        document.documentElement.dataset.typeWhenSent = field?.type
      }),
    )
    await password(page).press('Enter')
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Email ou mot de passe incorrect')
    expect(await page.evaluate(() => document.documentElement.dataset.typeWhenSent)).toBe('password')
    await expect(password(page)).toHaveAttribute('type', 'password')
    await expect(page.getByRole('button', { name: 'Afficher le mot de passe' })).toBeVisible()
  })

  test('is hidden when its page is left', async ({ page }) => {
    await show(page)
    await turn(page, 'pagehide')
    await expect(password(page)).toHaveAttribute('type', 'password', { timeout: 1 })
  })
})
