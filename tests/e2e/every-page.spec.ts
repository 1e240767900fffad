import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { COLOR_SCHEMES, overflow, violations } from './accessibility'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, expireLinks, openDashboard, openMail } from './steps'

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
    'link verified where another account is signed in',
    async (page, app) => {
      const link = await mailedLink(app, await beMember(page))
      await page.context().clearCookies()
      await beMember(page)
      await page.goto(link)
      await page.getByRole('button', { name: 'Vérifier mon email' }).click()
      await expect(page.getByText('Un autre compte est connecté')).toBeVisible()
    },
  ],
  ['page of a link without one', async (page) => void (await page.goto('/auth/verify-email'))],
  [
    'dashboard of another account than was shown',
    async (page) => {
      await openDashboard(page)
      await page.context().clearCookies()
      await beMember(page)
      await page.evaluate(() => window.dispatchEvent(new Event('focus')))
      await expect(page.getByText('Un autre compte est maintenant connecté')).toBeVisible()
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
