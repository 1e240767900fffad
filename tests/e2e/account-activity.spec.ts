import { beVerified } from './account-steps'
import { expect, test } from './fixtures'
import { query } from './steps'

test('what happened is told by day, 50 at a time', async ({ page, app }) => {
  const email = await beVerified(page, app)
  await query(
    app,
    `insert into events (type, user_id, actor_id, browser, system, created_at)
     select 'signed_in', id, id, 'Firefox', 'Windows', now() from users, generate_series(1, 60) where email = $1`,
    [email],
  )
  await query(
    app,
    `insert into events (type, user_id, actor_id, result, created_at)
     select 'sign_in_refused', id, id, 'refused', now() from users where email = $1`,
    [email],
  )
  await page.goto('/account/activity')
  await expect(page.getByRole('heading', { name: 'Aujourd’hui' })).toBeVisible()
  const lines = page.getByRole('main').getByRole('listitem')
  await expect(lines).toHaveCount(50)
  await expect(lines.first()).toContainText('Une connexion est refusée')
  await expect(lines.nth(1)).toContainText('Firefox sur Windows')
  await page.getByRole('link', { name: 'Plus ancien' }).click()
  await expect(lines).toHaveCount(12)
  await expect(lines.last()).toContainText('Le compte est créé')
  await page.getByRole('link', { name: 'Revenir au plus récent' }).click()
  await expect(lines).toHaveCount(50)
})

test('emails are listed with what became of each', async ({ page, app }) => {
  const email = await beVerified(page, app)
  await page.goto('/account/activity')
  await page.getByRole('link', { name: 'Emails' }).click()
  const line = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Vérifiez votre email' })
  await expect(async () => {
    await page.reload()
    await expect(line).toContainText('Envoyé', { timeout: 500 })
  }).toPass()
  await query(
    app,
    `update email_messages set status = 'bounced', bounce_type = 'hard'
     where user_id = (select id from users where email = $1)`,
    [email],
  )
  await page.reload()
  await expect(line).toContainText('Refusé')
})
