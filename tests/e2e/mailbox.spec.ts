import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, openMail, query } from './steps'

const GOOD = 'Le lien est toujours bon : personne n’a été vérifié.'
const FORM_SENT = /^POST \/api\/auth\/verify-email.* 303$/

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a message’s link is opened as scanners do, and a provider’s report is pretended', async ({
      page,
      app,
    }) => {
      const email = await beMember(page)
      await page.context().clearCookies()
      await openMail(page, email, 'Vérifiez votre email')
      const requests = page.getByRole('list', { name: 'Requêtes envoyées' }).getByRole('listitem')
      const verified = () => query(app, 'select email_verified from users where email = $1', [email])

      for (const [scan, first, last] of [
        ['HEAD', 'HEAD /auth/verify-email 200', 'HEAD /auth/verify-email 200'],
        ['GET', 'GET /auth/verify-email 200', 'GET /auth/verify-email 200'],
        ['GET avec scripts', 'GET /auth/verify-email 200', /^\d+ × GET script 200$/],
        ['GET, tous les formulaires envoyés', 'GET /auth/verify-email 200', FORM_SENT],
        ['GET, formulaires remplis et envoyés', 'GET /auth/verify-email 200', FORM_SENT],
      ] as const) {
        await press(page, scan)
        await expect(requests.first()).toHaveText(first)
        await expect(requests.last()).toHaveText(last)
        await expect(page.getByText(GOOD)).toBeVisible()
        expect(await verified()).toEqual([{ email_verified: false }])
      }
      const link = await mailedLink(app, email)
      expect((await fetch(link.replace('/auth/', '/api/auth/'))).status).toBe(200)
      await press(page, 'GET')
      await expect(page.getByText('Ce lien avait déjà servi')).toBeVisible()

      await press(page, 'retardé')
      await expect(page.getByText('C’est noté : retardé.')).toBeVisible()
      expect(
        await query(app, `select status from email_messages where kind = 'verification'`),
      ).toContainEqual({
        status: 'delayed',
      })
      await page.getByLabel('Serveur', { exact: true }).selectOption('Sendmail')
      await press(page, 'boîte pleine')
      await expect(page.getByText('C’est noté : Sendmail, boîte pleine.')).toBeVisible()
      await expect(page.getByLabel('Serveur', { exact: true })).toHaveValue('sendmail')
      expect(
        await query(app, `select status, bounce_type from email_messages where kind = 'verification'`),
      ).toContainEqual({ status: 'bounced', bounce_type: 'soft' })
      await openMail(page, email, 'Bienvenue sur Huntaze ! 🎉')
      await expect(page.getByRole('button', { name: 'livré' })).toBeVisible()
      await expect(page.getByRole('button', { name: 'HEAD' })).toHaveCount(0)
    })
  })
}
