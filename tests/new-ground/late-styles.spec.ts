import { expect, test } from './fixtures'
import { beMember } from './steps'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('pages whose style sheets come late leave no exception behind', async ({ page }) => {
  // The browser from npm takes no offence where a whole one does.
  await beMember(page)
  await page.route('**/*.css', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue().catch(() => {})
  })
  for (const path of ['/', '/dashboard', '/login', '/dashboard', '/']) {
    await page.evaluate((to) => location.assign(to), path).catch(() => {})
    await page.waitForTimeout(800)
  }
  await page.waitForLoadState('networkidle')
  await page.goto('/dashboard')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jean Dupont')
})
