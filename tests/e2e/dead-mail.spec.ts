import { fillDeadMail } from './dead-mail-steps'
import { expect, test } from './fixtures'
import { agePassword, beOperator, done } from './operator-steps'
import { PASSWORD, query } from './steps'

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('an operator sees lost emails by cause, and sends them again', async ({ page, app }) => {
      const email = await beOperator(app, page)
      const lost = await fillDeadMail(app)
      await page.goto('/monitoring')
      await page.getByRole('link', { name: 'Emails perdus' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Emails perdus' })).toBeVisible()
      await expect(page.getByText('vérifiez EMAIL_FROM')).toBeVisible()
      await expect(page.getByText('a été effacé quand il a été abandonné').first()).toBeVisible()

      await page.getByRole('button', { name: `Renvoyer : Vérification, ${lost}` }).click()
      await expect(done(page)).toContainText('L’email est récrit')
      expect(await query(app, `select resend_result from email_messages where id = ${lost}`)).toEqual([
        { resend_result: 'sent' },
      ])

      await agePassword(app, email, 11)
      await page.goto('/monitoring/emails?cause=PolicyRefused')
      await page.getByRole('button', { name: 'Tout renvoyer : PolicyRefused' }).click()
      await page.getByLabel('Votre mot de passe').first().fill(PASSWORD)
      await page.keyboard.press('Enter')
      await expect(done(page)).toHaveText('Les emails repartent l’un après l’autre.')
    })
  })
