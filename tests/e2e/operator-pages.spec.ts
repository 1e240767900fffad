import { overflow, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { agePassword, beOperator, openPerson, unfoldAndPress } from './operator-steps'
import { beMember, openDashboard, query, signIn } from './steps'

test.beforeEach(({ page: _page }) => test.setTimeout(120_000))

// ASVS 8.2.1, 8.3.1
test('to a member the operators’ pages do not exist', async ({ app, page, anotherBrowser }) => {
  const email = await openDashboard(page)
  await expect(page.getByRole('banner').getByRole('link', { name: 'Supervision' })).toHaveCount(0)
  const [person] = await query<{ id: string }>(app, 'select id from users where email = $1', [email])
  const guest = await anotherBrowser()
  for (const path of ['/monitoring/users', '/monitoring/users?q=a', `/monitoring/users/${person?.id}`]) {
    const answer = await page.request.get(path)
    expect(answer.status()).toBe(404)
    expect(await answer.text()).not.toContain('Derniers comptes')
    await guest.goto(path)
    expect(new URL(guest.url()).pathname + new URL(guest.url()).search).toBe(
      `/login?next=${encodeURIComponent(path)}`,
    )
  }
  const viewed = await query(app, `select from events where type = 'person_viewed' and user_id = $1`, [
    person?.id,
  ])
  expect(viewed).toEqual([])
})

// ASVS 1.4.2
test('a number that is nobody’s leads nowhere', async ({ app, page }) => {
  await beOperator(app, page)
  for (const id of ['999999999', '0', '-1', '1e3', 'moi', '9'.repeat(30), '%00']) {
    expect((await page.request.get(`/monitoring/users/${id}`)).status(), id).toBe(404)
  }
  expect((await page.request.get('/monitoring/users?after=moi&q=a&q=b')).status()).toBe(200)
})

test('an operator who was idle for an hour signs in again, and comes back', async ({ app, page }) => {
  const operator = await beOperator(app, page)
  await page.goto('/monitoring/users?q=camille')
  const idle = (minutes: number) =>
    query(
      app,
      `update sessions set created_at = now() - interval '3 hours', last_seen_at = now() - make_interval(mins => $2)
       where user_id = (select id from users where email = $1)`,
      [operator, minutes],
    )
  await idle(59)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Comptes')
  await idle(60)
  await page.reload()
  await page.waitForURL('**/login?next=**')
  await signIn(page, operator)
  await page.waitForURL('**/monitoring/users?q=camille')
})

test('axe finds nothing, in either theme and on either screen', async ({ app, page, anotherBrowser }) => {
  const operator = await beOperator(app, page)
  const email = await beMember(await anotherBrowser())
  const check = async () => {
    for (const width of [320, 1120]) {
      await page.setViewportSize({ width, height: 840 })
      expect([page.url(), width, await overflow(page)]).toEqual([page.url(), width, 0])
      const where = [page.url(), width]
      expect([...where, await violationsInBothThemes(page)]).toEqual([...where, []])
    }
  }
  for (const path of ['/monitoring/users', '/monitoring/users?q=personne']) {
    await page.goto(path)
    await check()
  }
  await openPerson(page, email)
  await check()
  await agePassword(app, operator, 11)
  await unfoldAndPress(page, 'Désactiver le compte')
  await expect(page.getByLabel('Votre mot de passe')).toBeVisible()
  await check()
})

test('a history keeps its words apart, and within its card on a telephone', async ({ app, page }) => {
  const operator = await beOperator(app, page)
  await query(
    app,
    `insert into events (type, user_id, created_at) select 'operator_granted', id, now() from users where email = $1`,
    [operator],
  )
  await page.setViewportSize({ width: 320, height: 640 })
  await openPerson(page, operator)
  const item = page.getByRole('listitem').filter({ hasText: 'Devient opérateur' })
  await expect(item).toContainText('Devient opérateur commande sur le serveur')
  expect(await item.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  await expect(page.getByRole('listitem').filter({ hasText: 'Celle-ci' })).toContainText(
    /sur Linux Celle-ci Ouverte maintenant/,
  )
})

test('lists keep their width, rows and headings under every name', async ({ app, page }) => {
  const operator = await beOperator(app, page)
  const domain = `${'ne-cliquez-pas-sur-huntaze-pirate.'.repeat(6)}example.com`
  const names = [
    `Z${'\u0301\u0302'.repeat(49)}`,
    'W'.repeat(100),
    '\ufdfd'.repeat(100),
    `A${'\u0489'.repeat(99)}`,
    'Jean',
    'Léa',
  ]
  for (const [place, name] of names.entries())
    await query(app, `insert into users (email, name, password_hash) values ($1, $2, '')`, [
      `x${place}@${domain}`,
      name,
    ])
  await page.goto('/monitoring/users')
  await expect(page.getByRole('link', { name: 'W'.repeat(100) })).toBeVisible()
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  for (const row of await page.getByRole('rowheader').all()) await expect(row).toHaveCSS('overflow-y', 'clip')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await overflow(page)).toBeLessThanOrEqual(0)

  await page.setViewportSize({ width: 1100, height: 900 })
  await page.goto('/monitoring')
  const table = page.getByRole('table', { name: 'Par domaine de messagerie' })
  await expect(table.getByRole('rowheader', { name: domain })).toBeVisible()
  const broken = await table.getByRole('columnheader').evaluateAll((headings) =>
    headings.flatMap((heading) => {
      const text = heading.firstChild as Text
      return [...text.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
        const range = document.createRange()
        range.setStart(text, index)
        range.setEnd(text, index + word.length)
        return range.getClientRects().length > 1 ? [word] : []
      })
    }),
  )
  expect(broken).toEqual([])
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await query(app, `delete from users where email like 'x%@ne-cliquez-pas%'`)
  await query(app, `update users set role = 'member' where email = $1`, [operator])
})
