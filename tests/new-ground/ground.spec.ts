import { expect, test } from './fixtures'

test('the app is served over https to a browser of the new ground', async ({ page, front }) => {
  await page.goto('/login')
  await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible()
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
  expect(front.seen.find(({ path }) => path === '/login')?.status).toBe(200)
})
