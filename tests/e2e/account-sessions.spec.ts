import { alsoSignedIn, beVerified } from './account-steps'
import { expect, test } from './fixtures'
import { query } from './steps'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

for (const javaScriptEnabled of [true, false])
  test.describe(`sessions ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled })

    // ASVS 7.5.2
    test('are seen and ended one by one, and the page says which', async ({ page, anotherBrowser, app }) => {
      const email = await beVerified(page, app)
      const phone = await anotherBrowser({ userAgent: PHONE })
      await alsoSignedIn(phone, email)
      await page.goto('/account/sessions')
      const others = page.getByRole('region', { name: 'Autres sessions' }).getByRole('listitem')
      await expect(others).toHaveCount(1)
      await expect(others).toContainText('Safari sur iOS')
      await others.getByRole('button', { name: /^Fermer la session : Safari sur iOS/ }).click()
      await expect(
        page.getByRole('status').filter({ hasText: 'Session fermée : Safari sur iOS' }),
      ).toBeFocused()
      await expect(page.getByText('Aucune autre session')).toBeVisible()
      await phone.goto('/account')
      await phone.waitForURL('**/login?next=*')
      await page.reload()
      await expect(page.getByText('Session fermée')).toHaveCount(0)
    })

    // ASVS 7.4.3, 7.5.2
    test('are ended all at once but this one, after the page said what happens', async ({
      page,
      anotherBrowser,
      app,
    }) => {
      const email = await beVerified(page, app)
      const others = [await anotherBrowser(), await anotherBrowser()]
      for (const other of others) await alsoSignedIn(other, email)
      await page.goto('/account/sessions')
      await page.getByText('Fermer toutes les autres sessions…').click()
      await expect(page.getByText('Les 2 autres sont refusées dès leur prochaine demande')).toBeVisible()
      await page.getByRole('button', { name: 'Fermer toutes les autres' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Autres sessions fermées : 2' })).toBeFocused()
      await expect(page.getByText('Cet appareil')).toBeVisible()
      for (const other of others) {
        await other.goto('/account')
        await other.waitForURL('**/login?next=*')
      }
    })
  })

// ASVS 7.2.3
test('no page of a session holds what opens one', async ({ page, anotherBrowser, app }) => {
  const email = await beVerified(page, app)
  const other = await anotherBrowser()
  await alsoSignedIn(other, email)
  await page.goto('/account/sessions')
  const html = await page.content()
  const rows = await query<{ id: string; hash: string }>(
    app,
    `select id, encode(token_hash, 'hex') as hash from sessions where user_id = (select id from users where email = $1)`,
    [email],
  )
  expect(rows).toHaveLength(2)
  const cookies = [...(await page.context().cookies()), ...(await other.context().cookies())]
  const secrets = [...rows.flatMap(({ id, hash }) => [id, hash]), ...cookies.map(({ value }) => value)]
  for (const secret of secrets.filter((each) => each.length > 8)) expect(html).not.toContain(secret)
})
