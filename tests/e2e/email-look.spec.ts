import { test as base, expect, type Page } from '@playwright/test'
import { SAMPLES, type Sample, sampleEmail } from '../support/emails'
import { coloursSeen, contrast, luminance, negative, relit } from '../support/text-colours'

/** One page for all letters of a worker: a letter has no script, so nothing of it outlives the next one's content. */
const test = base.extend<object, { letterPage: Page }>({
  letterPage: [
    async ({ browser }, use) => {
      const page = await browser.newPage()
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ letterPage }, use) => await use(letterPage),
})

/** A name that no line can be broken in, as long as names may be. */
const UNBROKEN = 'W'.repeat(100)

const THEMES = ['light', 'dark'] as const
const titled = ({ kind, locale }: Sample) => `${kind}, ${locale}`

async function show(page: Page, sample: Sample, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme })
  await page.setContent(sampleEmail(sample).html)
}

for (const sample of SAMPLES)
  test(`${titled(sample)}: nothing sticks out, from 320 px on, and every text is readable in both themes`, async ({
    page,
  }) => {
    await page.setContent(sampleEmail({ ...sample, name: UNBROKEN }).html)
    for (const width of [320, 390, 600, 1120]) {
      await page.setViewportSize({ width, height: 800 })
      const widest = await page.evaluate(() =>
        Math.max(...[...document.querySelectorAll('body *')].map((one) => one.getBoundingClientRect().right)),
      )
      expect(widest).toBeLessThanOrEqual(width)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    }

    await page.setContent(sampleEmail(sample).html)
    await page.setViewportSize({ width: 600, height: 800 })
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme })
      const seen = await coloursSeen(page)
      // The farewell has neither button nor link.
      expect(seen.length).toBeGreaterThan(sample.kind === 'account_deleted' ? 5 : 8)
      // Mail programs without our dark colours make their own: a negative, or lightness alone turned over.
      for (const { text, ink, ground } of seen)
        for (const shown of [luminance, negative, relit])
          expect(
            contrast(shown(ink), shown(ground)),
            `${colorScheme}, ${text}: ${shown.name}`,
          ).toBeGreaterThanOrEqual(4.5)
    }
  })

test('dark colours are not the light ones', async ({ page }) => {
  const [sample = { kind: 'welcome', locale: 'fr' }] = SAMPLES
  await show(page, sample, 600, 'light')
  const light = await coloursSeen(page)
  await show(page, sample, 600, 'dark')
  const dark = await coloursSeen(page)
  for (const [index, { ground }] of dark.entries()) expect(ground).not.toEqual(light[index]?.ground)
})

test('on a phone the button is as wide as a thumb needs it', async ({ page }) => {
  await show(page, { kind: 'verification', locale: 'fr' }, 390, 'light')
  const box = await page.getByRole('link', { name: 'Vérifier mon email' }).boundingBox()
  expect(box?.width).toBeGreaterThan(300)
  expect(box?.height).toBeGreaterThanOrEqual(44)
})

/** Where words of the first heading stand, from left to right. */
const placesOf = (page: Page, words: string[]): Promise<number[]> =>
  page.evaluate((words) => {
    const place = (word: string): number => {
      const walker = document.createTreeWalker(document.querySelector('h1') as Node, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(word) ?? -1
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + word.length)
        return range.getBoundingClientRect().left
      }
      return Number.NaN
    }
    return words.map(place)
  }, words)

for (const name of ['محمد علي', 'דוד', 'علي 2000']) {
  test(`the greeting keeps its order around ${name}`, async ({ page }) => {
    await show(page, { kind: 'verification', locale: 'fr', name }, 1120, 'light')
    const [first = 0, own = 0, mark = 0, wave = 0] = await placesOf(page, ['Bienvenue', name, '!', '👋'])
    expect([first, own, mark, wave].toSorted((a, b) => a - b)).toEqual([first, own, mark, wave])
    expect(mark).toBeGreaterThan(own)
  })
}
