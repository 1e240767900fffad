import { query, signIn } from '../e2e/steps'
import { expect, test } from './fixtures'
import { beOperator } from './steps'

test.use({ keepsPages: true })

// Which pages a browser keeps in spite of `no-store` differs between browsers, and from one release to the next: here it keeps all.
test.beforeEach(({ front }) => void front.dropped.add('cache-control'))

for (const path of ['/', '/account/security', '/monitoring/users'])
  test(`a real Back to ${path} finds out that its session is over`, async ({ page, app }) => {
    const email = await beOperator(app, page)
    for (const isEnded of [false, true]) {
      await page.goto(path)
      await expect(page.getByText(email).first()).toBeVisible()
      await page.waitForLoadState('networkidle')
      await page.evaluate(() => {
        Object.assign(window, { wasKept: true })
      })
      await page.goto('https://elsewhere.test/')
      if (isEnded) await query(app, 'delete from sessions')
      // Not `goBack`: it waits for a page that loads. A moment later, or the way back ends the call itself.
      await page.evaluate(() => void setTimeout(() => history.back()))
      if (!isEnded) {
        await expect(page.getByText(email).first()).toBeVisible()
        expect(await page.evaluate(() => 'wasKept' in window)).toBe(true)
        continue
      }
      await expect(page.getByText(email)).toHaveCount(0)
      await expect(page.getByText('Se connecter').first()).toBeVisible()
    }
  })

test('a real Back after a sign-out shows nothing of the account', async ({ page, app }) => {
  const email = await beOperator(app, page)
  await page.goto('/account')
  await expect(page.getByText(email).first()).toBeVisible()
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.waitForURL('**/login')
  await page.evaluate(() => void setTimeout(() => history.back()))
  await page.waitForURL('**/login?next=*')
  await expect(page.getByText(email)).toHaveCount(0)
  await signIn(page, email)
  await page.waitForURL('**/account')
})
