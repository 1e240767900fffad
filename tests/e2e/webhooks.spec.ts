import { expect, test } from './fixtures'
import { agePassword, beOperator } from './operator-steps'
import { PASSWORD, query } from './steps'
import { fillWebhooks } from './webhook-steps'

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('an operator sees the services, and sends an event again that was given up', async ({
      page,
      app,
    }) => {
      await beOperator(app, page)
      const dead = await fillWebhooks(app)
      await page.goto('/monitoring')
      await page.getByRole('link', { name: 'Services' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Services' })).toBeVisible()
      await expect(page.getByText('https://studio.huntaze.example/events').first()).toBeVisible()
      await expect(page.getByText('Arrêté : il a répondu 410')).toBeVisible()
      await page.getByRole('button', { name: `Renvoyer : user.verified, ${dead}` }).click()
      await expect(page.getByRole('status')).toHaveText('L’événement repart.')
      expect(
        await query(app, `select status <> 'dead' as again from webhook_deliveries where id = ${dead}`),
      ).toEqual([{ again: true }])
    })

    test('an act behind its name stays open when it asks for the password', async ({ page, app }) => {
      const operator = await beOperator(app, page)
      await fillWebhooks(app)
      await page.goto('/monitoring/webhooks')
      await agePassword(app, operator, 11)
      await page.getByText('Arrêter…').click()
      await page.getByRole('button', { name: /^Arrêter : https:.{2}studio/ }).click()
      await page.getByLabel('Votre mot de passe').fill(PASSWORD)
      await page.getByRole('button', { name: /^Arrêter : https:.{2}studio/ }).click()
      await expect(page.getByRole('status')).toBeVisible()
      expect(await query(app, `select off_reason from webhook_endpoints where url like '%studio%'`)).toEqual([
        { off_reason: 'operator' },
      ])
    })
  })
