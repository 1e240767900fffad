import { test as base, expect } from '@playwright/test'
import { type HuntazeFixtures, huntazeFixtures } from '../../kit/playwright'

const test = base.extend<HuntazeFixtures>(huntazeFixtures)

test('the signed-in see their page', async ({ page, huntaze }) => {
  const jean = await huntaze.signedInBrowser(page, { name: 'Jean Dupont' })
  await page.goto(`${huntaze.url}/account`)
  await expect(page.getByRole('main')).toContainText(jean.email)
})

test('everybody else signs in first, and comes back', async ({ page, huntaze }) => {
  await page.goto(`${huntaze.url}/account`)
  await expect(page).toHaveURL(/\/login\?next=%2Faccount/)
})

test('nobody is signed in for longer than a week', async ({ page, huntaze }) => {
  const jean = await huntaze.signedInBrowser(page)
  await huntaze.passTime(jean, '7 days')
  await page.goto(`${huntaze.url}/account`)
  await expect(page).toHaveURL(/\/login/)
})

test('a person is told that the mail came back', async ({ page, huntaze }) => {
  const jean = await huntaze.signedInBrowser(page, { isVerified: false, locale: 'en' })
  await huntaze.bounce(jean)
  await page.goto(`${huntaze.url}/dashboard?lang=en`)
  await expect(page.getByRole('main')).toContainText('Refused')
})
