import { alsoSignedIn, beVerified, SECTIONS } from './account-steps'
import { expect, test } from './fixtures'
import { signIn } from './steps'

test('a walk through the account by keyboard, from the address in the header', async ({ page, app }) => {
  const email = await beVerified(page, app)
  await page.goto('/dashboard')
  await page.getByRole('link', { name: `Votre compte ${email}` }).press('Enter')
  await page.waitForURL('**/account')
  const sections = page.getByRole('navigation', { name: 'Votre compte' })
  for (const [path, heading] of SECTIONS) {
    await sections.getByRole('link', { name: heading }).press('Enter')
    await page.waitForURL(`**${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
    await expect(sections.getByRole('link', { name: heading })).toHaveAttribute('aria-current', 'page')
  }
})

test('the same in English, at 320 pixels, without JavaScript', async ({ anotherBrowser, app }) => {
  const page = await anotherBrowser({
    locale: 'en-GB',
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  await beVerified(page, app)
  for (const [path] of SECTIONS) {
    await page.goto(path)
    const nav = page.getByRole('navigation', { name: 'Your account' })
    await expect(nav.getByRole('link')).toHaveText(['Profile', 'Security', 'Sessions', 'Activity', 'Data'])
    for (const link of await nav.getByRole('link').all()) await expect(link).toBeInViewport({ ratio: 1 })
  }
})

// ASVS 7.2.1, 8.3.1
test('whoever is not signed in is led to sign in, and back to the section', async ({
  page,
  anotherBrowser,
  app,
}) => {
  const email = await beVerified(page, app)
  const visitor = await anotherBrowser()
  for (const path of [...SECTIONS.map(([each]) => each), '/account/activity/emails']) {
    await visitor.goto(path)
    expect(new URL(visitor.url()).pathname + new URL(visitor.url()).search).toBe(
      `/login?next=${encodeURIComponent(path)}`,
    )
  }
  await signIn(visitor, email)
  await visitor.waitForURL('**/account/activity/emails')
  await visitor.context().clearCookies()
  await visitor.context().addCookies([{ name: 'auth-token', value: 'x.y.z', url: app.url }])
  await visitor.goto('/account/data')
  await visitor.waitForURL('**/login?next=*')
})

test('whoever is signed in and deleted nothing is led from the goodbye to the account', async ({
  page,
  app,
}) => {
  await alsoSignedIn(page, await beVerified(page, app))
  await page.goto('/goodbye')
  await page.waitForURL('**/account')
})
