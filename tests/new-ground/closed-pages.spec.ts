import type { Page } from '@playwright/test'
import { startProvider } from '../../dev/openid-provider/start'
import { signInThere } from '../e2e/provider-fixtures'
import { freshEmail, PASSWORD, signIn } from '../e2e/steps'
import { startApp } from '../support/app'
import type { HttpsFront } from '../support/https-front'
import { ORIGIN } from './browser'
import { test as base, expect } from './fixtures'
import { beMember, beOperator } from './steps'

const ELSEWHERE = 'https://elsewhere.test/taken'

/** Ways out of a page that no content security policy of ours closes. */
const WAYS_OUT: Record<string, (to: string) => void> = {
  'a link': (to) => Object.assign(document.createElement('a'), { href: to }).click(),
  'a link of a new tab': (to) =>
    Object.assign(document.createElement('a'), { href: to, target: '_blank', rel: 'noopener' }).click(),
  'the address': (to) => location.assign(to),
  'a window': (to) => void open(to),
  'a refresh': (to) =>
    document.head.append(
      Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${to}` }),
    ),
}

const CLOSED = ['/login', '/register', '/account', '/account/security', '/monitoring', '/monitoring/users']
const OPEN = ['/', '/dashboard']

const isReached = (front: HttpsFront): boolean => front.seen.some(({ host }) => host === 'elsewhere.test')

/** Lets a browser do what it was told, until it is seen elsewhere or had time to be. */
async function leave(
  page: Page,
  front: HttpsFront,
  path: string,
  way: (to: string) => void,
): Promise<boolean> {
  await page.goto(path)
  await page.evaluate(way, ELSEWHERE)
  for (let waited = 0; waited < 600 && !isReached(front); waited += 50) await page.waitForTimeout(50)
  return isReached(front)
}

base.describe('a page of sign-in, account or operators', () => {
  for (const path of CLOSED)
    base(`${path} leads nowhere else`, async ({ page, app, front, context, complaints }) => {
      await beOperator(app, page)
      for (const [name, way] of Object.entries(WAYS_OUT)) {
        expect(await leave(page, front, path, way), name).toBe(false)
        // The error page of a refused way is still about to come.
        for (const tab of context.pages().slice(1)) await tab.close()
        page = await context.newPage()
      }
      complaints.length = 0
    })

  for (const path of OPEN)
    base(`${path} does`, async ({ page, app, front, context }) => {
      await beOperator(app, page)
      for (const [name, way] of Object.entries(WAYS_OUT)) {
        front.seen.length = 0
        expect(await leave(page, front, path, way), name).toBe(true)
        page = await context.newPage()
      }
    })
})

base.describe('the redirects of such pages are followed', () => {
  for (const javaScriptEnabled of [true, false])
    base.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
      base.use({ javaScriptEnabled })

      base('sign-up, sign-out, language and sign-in', async ({ page }) => {
        const email = await beMember(page)
        await page.goto('/account')
        await page.getByRole('button', { name: 'Se déconnecter' }).click()
        await page.waitForURL('**/login')
        await page.getByRole('link', { name: 'English' }).click()
        await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
        await page.getByRole('link', { name: 'Français' }).click()
        await page.goto('/account/security')
        await page.waitForURL('**/login?next=*')
        await signIn(page, email, PASSWORD)
        await page.waitForURL('**/account/security')
      })
    })
})

const CLIENT = { clientId: 'huntaze', clientSecret: 'a-secret-of-the-test', redirectUri: '' }

/** The app with a provider on this machine. */
const withProvider = base.extend({
  app: [
    async ({ browserName: _none }, use) => {
      const provider = await startProvider(0, CLIENT)
      CLIENT.redirectUri = `${ORIGIN}/auth/oidc/oidc/callback`
      const app = await startApp({
        APP_URL: ORIGIN,
        OIDC_NAME: 'Exemple',
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.clientId,
        OIDC_CLIENT_SECRET: CLIENT.clientSecret,
      })
      await use(app)
      await app.stop()
      await provider.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

withProvider('a provider is reached, and leads back, though no page names it', async ({ page }) => {
  for (const path of ['/register', '/login']) {
    await page.goto(path)
    await page.getByRole('link', { name: 'Continuer avec Exemple' }).click()
    await signInThere(page, freshEmail())
    await page.waitForURL('**/dashboard')
    const names = (await page.context().cookies(ORIGIN)).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['auth-token', '__Host-Http-auth-device']))
    await page.context().clearCookies()
  }
})
