import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { mailedLink } from './mailed-links'
import { beMember, expireLinks, proveByPassword, query } from './steps'

const button = (page: Page) => page.getByRole('button', { name: 'Vérifier mon email' })
const heading = (page: Page, name: string) => page.getByRole('heading', { name })

/** Waits until the page's scripts have done what they do by themselves. */
const settled = (page: Page) => page.waitForLoadState('networkidle')

for (const javaScriptEnabled of [true, false]) {
  test.describe(`a link that is not used yet${javaScriptEnabled ? '' : ', without JavaScript'}`, () => {
    test.use({ javaScriptEnabled })

    test('in another browser outlives a reload, Back, and being opened elsewhere', async ({
      app,
      page,
      anotherBrowser,
    }) => {
      const link = await mailedLink(app, await beMember(page))
      const webview = await anotherBrowser({ javaScriptEnabled })
      await webview.goto(link)
      await expect(button(webview)).toBeVisible()
      await settled(webview)
      expect(webview.url()).toBe(link)
      await webview.reload()
      await expect(button(webview)).toBeVisible()
      await webview.goto('/login')
      await webview.goBack()
      await expect(button(webview)).toBeVisible()
      await settled(webview)

      const browser = await anotherBrowser({ javaScriptEnabled })
      await browser.goto(webview.url())
      await proveByPassword(browser)
      await expect(heading(browser, 'Email vérifié !')).toBeVisible()
      await expect(browser).toHaveURL(`${app.url}/auth/verify-email`)
    })

    test('and has expired is still offered anew after a reload', async ({ app, page }) => {
      const email = await beMember(page)
      const link = await mailedLink(app, email)
      await expireLinks(app, email)
      await page.goto(link)
      await settled(page)
      await page.reload()
      await expect(heading(page, 'Ce lien a expiré')).toBeVisible()
      await page.getByRole('button', { name: 'Recevoir un nouveau lien' }).click()
      await expect(page.getByText('C’est parti')).toBeVisible()
      await page.reload()
      await expect(heading(page, 'Ce lien a expiré')).toBeVisible()
    })
  })
}

test('a link whose verification did not get through can be loaded anew', async ({
  app,
  page,
  complaints,
}) => {
  const link = await mailedLink(app, await beMember(page))
  await page.route('**/api/auth/verify-email?*', (route) => route.abort())
  await page.goto(link)
  await expect(heading(page, 'La vérification n’a pas abouti')).toBeVisible()
  expect(page.url()).toBe(link)
  await page.unroute('**/api/auth/verify-email?*')
  complaints.splice(0)
  await page.reload()
  await expect(heading(page, 'Email vérifié !')).toBeVisible()
  await expect(page).toHaveURL(`${app.url}/auth/verify-email`)
})

test('a used link leaves the address bar, and the page is not called broken after that', async ({
  app,
  page,
  anotherBrowser,
}) => {
  const link = await mailedLink(app, await beMember(page))
  const stranger = await anotherBrowser()
  await stranger.goto(link)
  await proveByPassword(stranger)
  await expect(heading(stranger, 'Email vérifié !')).toBeVisible()
  await expect(stranger).toHaveURL(`${app.url}/auth/verify-email`)
  await stranger.reload()
  await expect(heading(stranger, 'Votre email est déjà vérifié')).toBeVisible()
  await stranger.goto(link)
  await expect(heading(stranger, 'Votre email est déjà vérifié')).toBeVisible()
  await expect(stranger).toHaveURL(`${app.url}/auth/verify-email`)
})

// ASVS 3.4.5, 14.2.1
test('while the token is in the address bar no request names it as where it comes from, and none leaves', async ({
  app,
  page,
  anotherBrowser,
}) => {
  const link = await mailedLink(app, await beMember(page))
  const token = new URL(link).searchParams.get('token') ?? ''
  const stranger = await anotherBrowser()
  const referrers: string[] = []
  const origins = new Set<string>()
  stranger.on('request', async (request) => {
    origins.add(new URL(request.url()).origin)
    referrers.push((await request.allHeaders().catch(() => ({}) as Record<string, string>)).referer ?? '')
  })
  await stranger.goto(link)
  await settled(stranger)
  await stranger.getByText('Ce n’était pas moi').click()
  await proveByPassword(stranger)
  await expect(heading(stranger, 'Email vérifié !')).toBeVisible()
  await stranger.waitForURL('**/dashboard')
  expect(referrers.length).toBeGreaterThan(5)
  expect(referrers.join()).not.toContain(token)
  expect([...origins]).toEqual([app.url])
  expect((await app.written()).join('\n')).not.toContain(token)
})

test('a link whose path was bent works in a browser', async ({ app, page, anotherBrowser }) => {
  const email = await beMember(page)
  const link = await mailedLink(app, email)
  const stranger = await anotherBrowser()
  await stranger.goto(link.replace('?token=', '%3Ftoken='))
  await expect(stranger).toHaveURL(link)
  await stranger.goto('/AUTH/VERIFY-EMAIL&token=abc')
  await expect(heading(stranger, 'Lien invalide')).toBeVisible()
  await stranger.goto(link.replace('?', '&amp;'))
  await proveByPassword(stranger)
  await expect(heading(stranger, 'Email vérifié !')).toBeVisible()
  expect(await query(app, 'select email_verified from users where email = $1', [email])).toEqual([
    { email_verified: true },
  ])
})
