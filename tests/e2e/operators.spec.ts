import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { COLOR_SCHEMES, overflow, violations } from './accessibility'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, freshEmail, openDashboard, openMail, PASSWORD, query, signIn, untilMailed } from './steps'

const run = promisify(execFile)

/** `npm run operator:grant`, on the app's database. */
const grant = (app: App, email: string) =>
  run(process.execPath, ['--import', 'tsx', 'scripts/operator.ts', 'grant', email], {
    env: { ...app.env, PATH: process.env.PATH, NODE_ENV: 'test' },
  })

/** Signs up, opens the mailed link, is made an operator by the command, and signs in again. */
async function becomeOperator(app: App, page: Page): Promise<string> {
  const email = await beMember(page, freshEmail(), 'Camille Moreau')
  await page.goto(await mailedLink(app, email))
  // The page goes on by itself after three seconds, and would end a navigation of ours.
  await page.waitForURL('**/dashboard')
  const { stdout } = await grant(app, email)
  expect(stdout).toContain(`${email} is an operator now`)
  await page.goto('/monitoring/users')
  await page.waitForURL('**/login?next=%2Fmonitoring%2Fusers')
  await signIn(page, email)
  await page.waitForURL('**/monitoring/users')
  return email
}

/** The same in a moment, for tests of what operators do: how one becomes an operator is walked above, once. */
async function beOperator(app: App, page: Page): Promise<string> {
  const email = await beMember(page, freshEmail(), 'Camille Moreau')
  await query(app, `update users set role = 'operator', email_verified = true where email = $1`, [email])
  return email
}

/** Lets the operator's password be as old as if it had been given that many minutes ago. */
const agePassword = (app: App, email: string, minutes: number) =>
  query(
    app,
    `update sessions set created_at = now() - make_interval(mins => $2), password_at = null
     where user_id = (select id from users where email = $1)`,
    [email, minutes],
  )

async function openPerson(page: Page, email: string): Promise<void> {
  await page.goto('/monitoring/users')
  await page.getByLabel('Email ou nom').fill(email)
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: email }).getByRole('link').click()
  await expect(page.getByRole('main').getByText(email, { exact: true }).first()).toBeVisible()
}

const done = (page: Page) => page.getByRole('status')

/** An act that has to be unfolded first. */
async function unfoldAndPress(page: Page, name: string): Promise<void> {
  await page.getByText(`${name}…`).click()
  await page.getByRole('button', { name, exact: true }).click()
}

test.beforeEach(({ page: _page }) => test.setTimeout(120_000))

test('an operator finds a person and acts; the person meets it on the next request', async ({
  app,
  page,
  anotherBrowser,
}) => {
  await becomeOperator(app, page)
  const theirs = await anotherBrowser()
  const email = await beMember(theirs, freshEmail(), 'Hélène Dupont-Tour')
  await untilMailed(app, email, 1)

  await page.getByRole('banner').getByRole('link', { name: 'Supervision' }).waitFor()
  await page.goto('/monitoring/users?q=helene+dupont')
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('En attente')
  await openPerson(page, email)
  await expect(page.getByText('Compte créé')).toBeVisible()

  await query(app, 'delete from rate_limits')
  await page.getByRole('button', { name: 'Renvoyer le lien' }).click()
  await expect(done(page)).toHaveText('Un nouveau lien est en route.')
  await untilMailed(app, email, 2)

  await page.getByRole('button', { name: 'Vérifier à la main' }).click()
  await expect(done(page)).toHaveText('L’adresse est vérifiée.')
  await theirs.goto('/dashboard')
  await expect(theirs.getByText('Votre email est vérifié')).toBeVisible()

  await page.getByRole('button', { name: 'Fermer (1)', exact: true }).click()
  await expect(done(page)).toHaveText('La session est fermée.')
  await expect(page.getByText('Aucune session ouverte.')).toBeVisible()
  await theirs.goto('/dashboard')
  await theirs.waitForURL('**/login?next=%2Fdashboard')
  await signIn(theirs, email)
  await theirs.waitForURL('**/dashboard')

  await page.reload()
  await unfoldAndPress(page, 'Désactiver le compte')
  await expect(done(page)).toHaveText('Le compte est désactivé.')
  await theirs.goto('/dashboard')
  await theirs.waitForURL('**/login?next=%2Fdashboard')
  await signIn(theirs, email)
  await expect(theirs.getByText('Ce compte est désactivé')).toBeVisible()

  await page.getByRole('button', { name: 'Réactiver le compte' }).click()
  await expect(done(page)).toHaveText('Le compte est réactivé.')
  await signIn(theirs, email)
  await theirs.waitForURL('**/dashboard')

  const history = page.getByRole('region', { name: 'Historique' })
  await history.getByText('Connexions et consultations').click()
  for (const line of ['Compte réactivé', 'Compte désactivé', 'Adresse vérifiée à la main', 'Fiche consultée'])
    await expect(history.getByRole('listitem').filter({ hasText: line })).toContainText('par Camille Moreau')
})

test('a refused address is written to again once an operator lifts the suppression', async ({
  app,
  page,
  anotherBrowser,
}) => {
  await beOperator(app, page)
  const theirs = await anotherBrowser()
  const email = await beMember(theirs)
  await openMail(theirs, email, 'Vérifiez votre email')
  await theirs.getByRole('button', { name: 'refus définitif', exact: true }).click()
  await expect(theirs.getByText('C’est noté')).toBeVisible()
  await theirs.goto('/dashboard')
  await expect(theirs.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toHaveCount(0)
  await openPerson(page, email)
  await expect(page.getByText('Adresse refusée', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Renvoyer le lien' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Écrire à nouveau à cette adresse' }).click()
  await expect(done(page)).toHaveText('Les emails partent à nouveau à cette adresse.')
  await theirs.goto('/dashboard')
  await expect(theirs.getByRole('button', { name: /Renvoyer le lien|Nouvel envoi/ })).toBeVisible()
})

test('what a link claims to be done is not said', async ({ app, page, anotherBrowser }) => {
  await beOperator(app, page)
  const email = await beMember(await anotherBrowser())
  await openPerson(page, email)
  const address = page.url()
  for (const claimed of ['disable', 'verify', 'end_sessions']) {
    await page.goto(`${address}?done=${claimed}`)
    await expect(page.getByRole('heading', { level: 2, name: 'Agir' })).toBeVisible()
    await expect(done(page)).toHaveCount(0)
  }
})

test.describe('an act on an address that was corrected since', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`is not done, and the page shows the new one ${javaScriptEnabled ? 'at once' : 'without JavaScript'}`, async ({
      app,
      page,
      anotherBrowser,
    }) => {
      const operator = await beOperator(app, page)
      const email = await beMember(await anotherBrowser())
      const browser = javaScriptEnabled ? page : await anotherBrowser({ javaScriptEnabled })
      if (!javaScriptEnabled) {
        await browser.goto('/login?next=/monitoring/users')
        await signIn(browser, operator)
        await browser.waitForURL('**/monitoring/users')
      }
      await openPerson(browser, email)
      const another = freshEmail()
      await query(app, 'update users set email = $2 where email = $1', [email, another])
      const verify = browser.getByRole('button', { name: 'Vérifier à la main' })
      await verify.click()
      await expect(browser.getByText('L’adresse de ce compte vient de changer')).toBeVisible()
      await expect(browser.getByText(another, { exact: true }).first()).toBeVisible()
      await expect(browser.getByText(email)).toHaveCount(0)
      await expect(browser.getByText('En attente')).toBeVisible()
      await verify.click()
      await expect(done(browser)).toHaveText('L’adresse est vérifiée.')
    })
  }
})

test.describe('an act asks for the password after ten minutes', () => {
  test('in its place, once, and does what was asked', async ({ app, page, anotherBrowser }) => {
    const operator = await beOperator(app, page)
    const email = await beMember(await anotherBrowser())
    await agePassword(app, operator, 11)
    await openPerson(page, email)
    await unfoldAndPress(page, 'Fermer toutes les sessions')
    const password = page.getByLabel('Votre mot de passe')
    await expect(password).toBeFocused()
    await page.keyboard.type('pas celui-là')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
    await expect(password).toBeFocused()
    await password.fill(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(done(page)).toHaveText('Toutes les sessions sont fermées.')
    await page.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(done(page)).toHaveText('L’adresse est vérifiée.')
  })

  test('and so without JavaScript', async ({ app, page, anotherBrowser }) => {
    const operator = await beOperator(app, page)
    const email = await beMember(await anotherBrowser())
    const plain = await anotherBrowser({ javaScriptEnabled: false })
    await plain.goto('/login?next=/monitoring/users')
    await signIn(plain, operator)
    await plain.waitForURL('**/monitoring/users')
    await agePassword(app, operator, 11)
    await openPerson(plain, email)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await plain.getByLabel('Votre mot de passe').fill('pas celui-là')
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(plain.getByText('Ce n’est pas votre mot de passe.')).toBeVisible()
    await plain.getByLabel('Votre mot de passe').fill(PASSWORD)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(done(plain)).toHaveText('L’adresse est vérifiée.')
    await unfoldAndPress(plain, 'Désactiver le compte')
    await expect(done(plain)).toHaveText('Le compte est désactivé.')
  })
})

test('an act that fails after the right password leaves its operator signed in, without JavaScript too', async ({
  app,
  page,
  anotherBrowser,
}) => {
  const operator = await beOperator(app, page)
  const email = await beMember(await anotherBrowser())
  const plain = await anotherBrowser({ javaScriptEnabled: false })
  await plain.goto('/login?next=/monitoring/users')
  await signIn(plain, operator)
  await plain.waitForURL('**/monitoring/users')
  await query(
    app,
    `create function no_act() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  )
  await query(
    app,
    `create trigger no_act before update on users for each row when (old.email = '${email}') execute function no_act()`,
  )
  try {
    await agePassword(app, operator, 11)
    await openPerson(plain, email)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await plain.getByLabel('Votre mot de passe').fill(PASSWORD)
    await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
    await expect(plain.getByText('Une erreur est survenue de notre côté')).toBeVisible()
  } finally {
    await query(app, 'drop function no_act() cascade')
  }
  await plain.getByRole('button', { name: 'Vérifier à la main' }).click()
  await expect(done(plain)).toHaveText('L’adresse est vérifiée.')
})

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
      for (const colorScheme of COLOR_SCHEMES) {
        await page.emulateMedia({ colorScheme })
        const where = [page.url(), width, colorScheme]
        expect([...where, await violations(page)]).toEqual([...where, []])
      }
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

test('whatever people are called, the lists keep their width, their rows and their headings', async ({
  app,
  page,
}) => {
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
