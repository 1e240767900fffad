import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { overflow, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { aLink, askForAddress, beVerifiedMember, mailedPath } from './recovery-links'
import { beMember, PASSWORD, query, signIn } from './steps'

const addressOf = async (app: Parameters<typeof query>[0], id: number): Promise<string | undefined> => {
  const [row] = await query<{ email: string }>(app, 'select email from users where id = $1', [id])
  return row?.email
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a new address is confirmed with one click, and given back from the old mailbox', async ({
      page,
      app,
      anotherBrowser,
    }) => {
      const { id, email } = await beVerifiedMember(page, app)
      const { wanted, link } = await askForAddress(page, app)
      await page.goto(link)
      await expect(page.getByText(`${wanted} remplacera ${email}`)).toBeVisible()
      expect(await addressOf(app, id)).toBe(email)
      await page.getByRole('button', { name: 'Confirmer cette adresse' }).click()
      await expect(page.getByRole('heading', { name: 'Adresse confirmée' })).toBeVisible()
      await expect(page.getByRole('main').getByText(wanted)).toBeVisible()
      await expect(page).toHaveURL(`${app.url}/account/email`)
      expect(await addressOf(app, id)).toBe(wanted)
      await expect(page.getByRole('banner')).toContainText(wanted)

      const owner = await anotherBrowser({ javaScriptEnabled })
      await owner.goto(await mailedPath(app, email, 'undo_email_change'))
      await owner.getByLabel('Non, ce n’était pas moi').check()
      await owner.getByRole('button', { name: 'Continuer' }).click()
      await expect(owner.getByRole('heading', { name: 'Adresse rétablie' })).toBeVisible()
      await expect(owner).toHaveURL(`${app.url}/auth/undo-email-change`)
      expect(await addressOf(app, id)).toBe(email)
      expect(await mailedPath(app, email, 'reset_password')).not.toBe('')
      await page.goto('/account')
      await expect(page).toHaveURL(/\/login/)
    })

    test('whoever opens the link signed out signs in, and comes back to it', async ({ page, app }) => {
      const { id, email } = await beVerifiedMember(page, app)
      const { wanted, link } = await askForAddress(page, app)
      await page.context().clearCookies()
      await page.goto(link)
      await expect(page.getByText(wanted)).toBeHidden()
      await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click()
      await signIn(page, email)
      await page.getByRole('button', { name: 'Confirmer cette adresse' }).click()
      await expect(page.getByRole('heading', { name: 'Adresse confirmée' })).toBeVisible()
      expect(await addressOf(app, id)).toBe(wanted)
    })

    test('another account is named, and changes nothing', async ({ page, app }) => {
      const { id, email } = await beVerifiedMember(page, app)
      const { link } = await askForAddress(page, app)
      await page.context().clearCookies()
      const other = await beMember(page)
      await page.goto(link)
      await expect(page.getByRole('heading', { name: 'Ce lien est celui d’un autre compte' })).toBeVisible()
      await expect(page.getByRole('main').getByText(other)).toBeVisible()
      await page.getByRole('link', { name: 'Changer de compte' }).click()
      await signIn(page, email)
      await expect(page.getByRole('button', { name: 'Confirmer cette adresse' })).toBeVisible()
      expect(await addressOf(app, id)).toBe(email)
    })

    test('"yes, this was me" changes nothing, and leaves the link good', async ({ page, app }) => {
      const member = await beVerifiedMember(page, app)
      const link = await aLink(app, 'undo_email_change', member)
      await page.goto(link)
      await page.getByLabel('Oui, c’était moi').check()
      await page.getByRole('button', { name: 'Continuer' }).click()
      await expect(page.getByRole('heading', { name: 'Rien n’a changé' })).toBeVisible()
      await page.getByRole('link', { name: 'Revenir à la question' }).click()
      await expect(page).toHaveURL(app.url + link)
      await expect(page.getByLabel('Non, ce n’était pas moi')).toBeVisible()
    })

    test('"this was not me" ends the session of the notice, and mails a reset', async ({
      page,
      app,
      anotherBrowser,
    }) => {
      const { id, email } = await beVerifiedMember(page, app)
      const thief = await anotherBrowser({ javaScriptEnabled })
      await thief.request.post('/api/auth/login', { data: { email, password: PASSWORD } })
      const owner = await anotherBrowser({ javaScriptEnabled })
      await owner.goto(await mailedPath(app, email, 'not_me'))
      await expect(owner.getByText('depuis un nouvel appareil')).toBeVisible()
      await owner.getByRole('button', { name: 'Continuer' }).click()
      expect(await query(app, 'select id from sessions where user_id = $1', [id])).toHaveLength(2)
      await owner.getByLabel('Non, ce n’était pas moi').check()
      await owner.getByRole('button', { name: 'Continuer' }).click()
      await expect(owner.getByRole('heading', { name: 'C’est fait' })).toBeVisible()
      await expect(owner).toHaveURL(`${app.url}/auth/not-me`)
      expect((await thief.request.get('/api/auth/me')).status()).toBe(401)
      expect((await page.request.get('/api/auth/me')).status()).toBe(200)
      expect(await mailedPath(app, email, 'reset_password')).not.toBe('')
    })
  })
}

test('two clicks at once, and a second visit, say that all is done', async ({ page, app }) => {
  await beVerifiedMember(page, app)
  const { link } = await askForAddress(page, app)
  await page.goto(link)
  await page.getByRole('button', { name: 'Confirmer cette adresse' }).dblclick()
  await expect(page.getByRole('heading', { name: 'Adresse confirmée' })).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Ce lien a déjà servi' })).toBeVisible()
})

test('no request names the token as its referrer, also on the way through the sign-in', async ({
  page,
  app,
}) => {
  const { email } = await beVerifiedMember(page, app)
  const { link } = await askForAddress(page, app)
  await page.context().clearCookies()
  const referrers: string[] = []
  page.on('request', async (request) => referrers.push((await request.allHeaders()).referer ?? ''))
  await page.goto(link)
  await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click()
  await signIn(page, email)
  await page.getByRole('button', { name: 'Confirmer cette adresse' }).click()
  await expect(page.getByRole('heading', { name: 'Adresse confirmée' })).toBeVisible()
  await expect(page).toHaveURL(`${app.url}/account/email`)
  expect(referrers.filter((referrer) => /[0-9a-f]{64}/.test(referrer))).toEqual([])
  expect((await app.written()).filter((line) => /[0-9a-f]{64}/.test(line))).toEqual([])
})

const VIEWS: Record<string, (page: Page, app: App) => Promise<string>> = {
  confirm: async (page, app) => {
    await beVerifiedMember(page, app)
    return (await askForAddress(page, app)).link
  },
  'signed out': async (page, app) => {
    const link = await aLink(app, 'change_email', await beVerifiedMember(page, app))
    await page.context().clearCookies()
    return link
  },
  'another account': async (page, app) => {
    const link = await aLink(app, 'change_email', await beVerifiedMember(page, app))
    await page.context().clearCookies()
    await beMember(page)
    return link
  },
  undo: async (page, app) => aLink(app, 'undo_email_change', await beVerifiedMember(page, app)),
  'not me': async (page, app) => aLink(app, 'not_me', await beVerifiedMember(page, app)),
  'not me, expired': async (page, app) =>
    aLink(app, 'not_me', { ...(await beVerifiedMember(page, app)), isExpired: true }),
  'undo, invalid': async () => `/auth/undo-email-change?token=${'0'.repeat(64)}`,
  'confirm, without a link': async () => '/account/email',
}

for (const [name, open] of Object.entries(VIEWS))
  test(`${name}: fits 320 pixels in both languages, and axe finds nothing in either theme`, async ({
    page,
    app,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const link = await open(page, app)
    for (const language of ['fr', 'en']) {
      await page.goto(`${link}${link.includes('?') ? '&' : '?'}lang=${language}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const answer = page.getByRole('radio').first()
      if (await answer.isVisible()) await answer.check()
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      expect([language, await violationsInBothThemes(page)]).toEqual([language, []])
    }
  })
