import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { expect, test } from './fixtures'
import { beOperator } from './operator-steps'
import { beMember, freshEmail, lookNow, query, signUp, untilMailed } from './steps'

// One of the last files: no worker is left alone with the whole of it.
test.describe.configure({ mode: 'parallel' })

const OTHER = 'Un autre compte est maintenant connecté dans ce navigateur.'
const NOTHING_DONE = 'rien n’a été fait'
const STATUS = '**/api/auth/verify-email/status?*'

/** How many letters and sessions the account of an address has; undefined where there is none. */
async function fateOf(app: App, email: string) {
  const [row] = await query(
    app,
    `select (select count(*) from email_messages m where m.user_id = u.id) as letters,
            (select count(*) from sessions s where s.user_id = u.id) as sessions
     from users u where u.email = $1`,
    [email],
  )
  return row
}

type Accounts = { shown: string; present: string }

/** Two accounts in one browser: `page` shows one, another tab has signed up another since. */
async function openTwoTabs(app: App, page: Page): Promise<Accounts> {
  const shown = await beMember(page)
  await untilMailed(app, shown, 1)
  await query(app, 'delete from rate_limits')
  await page.goto('/dashboard')
  await expect(page.getByRole('button', { name: 'Renvoyer le lien' })).toBeVisible()
  const tab = await page.context().newPage()
  const present = await signUp(tab)
  await tab.waitForURL('**/dashboard')
  await tab.close()
  await untilMailed(app, present, 1)
  await query(app, 'delete from rate_limits')
  return { shown, present }
}

/** The page is the other account's now, and says why. */
async function expectAnew(page: Page, { shown, present }: Accounts, ...said: string[]): Promise<void> {
  const note = page.getByRole('main').getByRole('alert').first()
  for (const sentence of said) await expect(note).toContainText(sentence)
  await expect(page.getByRole('banner').getByText(present)).toBeVisible()
  await expect(page.getByText(shown)).toHaveCount(0)
}

const ACTS: Record<string, (page: Page) => Promise<void>> = {
  'asking for a new link': (page) => page.getByRole('button', { name: 'Renvoyer le lien' }).click(),
  'correcting the address': async (page) => {
    await page.getByText('Ce n’est pas la bonne adresse ?').click()
    await page.getByLabel('Nouvelle adresse email').fill(freshEmail())
    await page.getByRole('button', { name: 'Utiliser cette adresse' }).click()
  },
  'signing out': (page) => page.getByRole('button', { name: 'Se déconnecter' }).click(),
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`in two tabs${javaScriptEnabled ? '' : ' without JavaScript'}`, () => {
    test.use({ javaScriptEnabled })

    for (const [name, act] of Object.entries(ACTS)) {
      test(`${name} is not done to the other tab’s account, whose page comes instead`, async ({
        app,
        page,
      }) => {
        // So that the act comes before the page notices by itself.
        await page.route(STATUS, (route) => route.fulfill({ status: 429, json: { code: 'rate_limited' } }))
        const accounts = await openTwoTabs(app, page)
        const fates = () => Promise.all([accounts.shown, accounts.present].map((email) => fateOf(app, email)))
        const before = await fates()
        await act(page)
        await expectAnew(page, accounts, OTHER, NOTHING_DONE)
        expect(await fates()).toEqual(before)

        await page.goto('/dashboard')
        await expect(page.getByRole('banner').getByText(accounts.present)).toBeVisible()
        await expect(page.getByText(OTHER)).toHaveCount(0)
      })
    }
  })
}

test('in two tabs the page that asks by itself is told nothing of the other account, and gives way to it', async ({
  app,
  page,
}) => {
  const accounts = await openTwoTabs(app, page)
  await lookNow(page)
  await expectAnew(page, accounts, OTHER)
  await expect(page.getByText(NOTHING_DONE)).toHaveCount(0)
})

test('in two tabs the page that asked by itself meanwhile still says that nothing was done', async ({
  app,
  page,
}) => {
  let release = () => {}
  const acted = new Promise<void>((resolve) => {
    release = resolve
  })
  // The answer to the page's own question comes right after that to the act.
  await page.route(STATUS, async (route) => {
    const response = await route.fetch()
    await acted
    await route.fulfill({ response }).catch(() => {})
  })
  const accounts = await openTwoTabs(app, page)
  const asked = page.waitForRequest(STATUS)
  await lookNow(page)
  await asked
  page.on('response', (response) => response.status() === 409 && release())
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await expectAnew(page, accounts, OTHER, NOTHING_DONE)
})

test('in two tabs a page that comes to the front gives way, and says why', async ({ app, page }) => {
  await page.route(STATUS, (route) => route.fulfill({ status: 429, json: { code: 'rate_limited' } }))
  const accounts = await openTwoTabs(app, page)
  await lookNow(page, 'visibilitychange')
  await expectAnew(page, accounts, OTHER)
})

test('in two tabs an operator’s open board gives way once a member signs in', async ({
  app,
  page,
  complaints,
}) => {
  await beOperator(app, page)
  await page.goto('/monitoring')
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Comptes' })).toBeVisible()
  const tab = await page.context().newPage()
  await signUp(tab)
  await tab.waitForURL('**/dashboard')
  await tab.close()
  await lookNow(page)
  await expect(page.getByRole('heading', { name: 'Cette page n’existe pas' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText(
    'Vous n’avez pas accès à ceci.',
  )
  // The page's own 404.
  complaints.splice(0)
})
