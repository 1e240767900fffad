import type { Page } from '@playwright/test'
import { test as base, expect } from './fixtures'
import { mailedLink } from './mailed-links'
import { beOperator } from './operator-steps'
import { beMember, query, untilMailed } from './steps'

/** JavaScript is on, and the files it needs do not come. */
const LOSSES: [string, (page: Page) => Promise<unknown>][] = [
  ['blocked', (page) => page.route('**/_next/static/**/*.js', (route) => route.abort())],
  // An older deployment's, the style sheets among them.
  ['gone', (page) => page.route('**/_next/static/**', (route) => route.fulfill({ status: 404, body: '' }))],
]

/** The browser complains about the files that do not come, and about nothing else. */
const lossy = base.extend({
  complaints: async ({ browserName: _none }, use) => {
    const complaints: string[] = []
    await use(complaints)
    const isLoss = (text: string) => text.includes('/_next/static/')
    expect(complaints.some(isLoss)).toBe(true)
    expect(complaints.filter((text) => !isLoss(text))).toEqual([])
  },
})

base.describe('JavaScript is on', () => {
  for (const [how, lose] of LOSSES) {
    lossy.describe(`and its files are ${how}`, () => {
      lossy.beforeEach(async ({ page }) => void (await lose(page)))

      lossy('a mailed link asks for a click, and the dashboard follows', async ({ page, app }) => {
        await page.goto(await mailedLink(app, await beMember(page)))
        const button = page.getByRole('button', { name: 'Vérifier mon email' })
        await expect(button).toBeVisible()
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirmez votre adresse')
        await button.click()
        await expect(page.getByText('Email vérifié !')).toBeVisible()
        await page.waitForURL('**/dashboard')
      })

      lossy('the dashboard does not say that it keeps itself up to date', async ({ page, app }) => {
        const email = await beMember(page)
        await untilMailed(app, email, 1)
        await query(
          app,
          `update email_messages set status = 'queued', sealed = '\\x00', settled_at = null,
             due_at = now() + interval '1 hour' where user_id = (select id from users where email = $1)`,
          [email],
        )
        await page.goto('/dashboard')
        await expect(page.getByText('Le lien arrive d’ici quelques instants.')).toBeVisible()
        await expect(page.getByText('elle se met à jour toute seule')).toHaveCount(0)
        await query(app, `update email_messages set status = 'dead', sealed = null, settled_at = now()`)
        await page.getByRole('link', { name: 'Actualisez cette page' }).click()
        await expect(page.getByText('Échec de l’envoi')).toBeVisible()
      })

      lossy('the operators’ dashboard does not call itself live', async ({ page, app }) => {
        await beOperator(app, page)
        await page.goto('/monitoring?span=7d')
        await expect(page.getByText('En direct')).toHaveCount(0)
        await page.getByRole('link', { name: 'Actualiser' }).click()
        await expect(page).toHaveURL(/\/monitoring\?span=7d$/)
      })

      lossy('no button stands there that does nothing', async ({ page }) => {
        await page.goto('/login')
        await expect(page.getByRole('button')).toHaveText(['Se connecter'])
        await page.goto('/mailbox')
        await expect(page.getByRole('link', { name: 'Actualiser' })).toBeVisible()
      })
    })
  }

  base('and runs: nobody is asked for a click, or to load anything anew', async ({ page, app }) => {
    const link = await mailedLink(app, await beMember(page))
    let answer = () => {}
    await page.route('**/api/auth/verify-email?*', async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      await route.continue()
    })
    await page.goto(link)
    await expect(page.getByText('Vérification en cours...')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Vérifier mon email' })).toHaveCount(0)
    // Longer than the page waits for its scripts.
    await page.waitForTimeout(2500)
    await expect(page.getByText('Vérification en cours...')).toBeVisible()
    answer()
    await page.waitForURL('**/dashboard')
    await page.goto('/mailbox')
    await expect(page.getByRole('link', { name: 'Actualiser' })).toHaveCount(0)
  })
})

base.describe('without JavaScript', () => {
  base.use({ javaScriptEnabled: false })

  base('a mailed link asks for a click at once, and claims nothing', async ({ page, app }) => {
    await page.goto(await mailedLink(app, await beMember(page)))
    await expect(page.getByRole('button', { name: 'Vérifier mon email' })).toBeVisible({ timeout: 1000 })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirmez votre adresse')
  })

  base('the operators’ dashboard does not call itself live', async ({ page, app }) => {
    await beOperator(app, page)
    await page.goto('/monitoring')
    await expect(page.getByText('En direct')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Actualiser' })).toBeVisible({ timeout: 1000 })
  })
})
