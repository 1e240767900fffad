import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { overflow, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { agePassword } from './operator-steps'
import { beMember, expireLinks, lookNow, openDashboard, openMail } from './steps'

/** States of pages. As they are opened, `accessible-pages.spec.ts` has them. */
const pages: [string, (page: Page, app: App) => Promise<void>][] = [
  [
    'register with faults',
    async (page) => {
      await page.goto('/register')
      await page.getByRole('button', { name: 'Créer mon compte' }).click()
      await expect(page.getByLabel('Nom', { exact: true })).toBeFocused()
    },
  ],
  [
    'confirm',
    async (page, app) => {
      await agePassword(app, await openDashboard(page), 11)
      await page.goto('/account/confirm')
      await page.getByRole('button', { name: 'Confirmer' }).click()
      await expect(page.getByText('Indiquez un mot de passe.')).toBeVisible()
    },
  ],
  ['invalid link', async (page) => void (await page.goto('/auth/verify-email?token=x'))],
  [
    'link in another browser',
    async (page, app) => {
      const link = await mailedLink(app, await beMember(page))
      await page.context().clearCookies()
      await page.goto(link)
      await page.getByText('Je n’ai pas choisi de mot de passe').click()
      await page.getByText('Ce n’était pas moi').click()
      await expect(page.getByRole('button', { name: 'Supprimer ce compte' })).toBeVisible()
    },
  ],
  [
    'used link where another account is signed in',
    async (page, app) => {
      const link = await mailedLink(app, await beMember(page))
      await page.context().clearCookies()
      await beMember(page)
      await page.goto(link)
      expect((await page.request.get(link.replace('/auth/', '/api/auth/'))).status()).toBe(200)
      await page.goto(link)
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
      // A page is loaded before its scripts listen.
      await expect(async () => {
        await lookNow(page)
        await expect(page.getByText('Un autre compte est maintenant connecté')).toBeVisible({ timeout: 2000 })
      }).toPass()
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
      expect(await violationsInBothThemes(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
      if (name === 'failed sign-out') complaints.splice(0)
    })
  }
})
