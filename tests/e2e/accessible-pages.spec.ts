import { LOCALE_COOKIE } from '../../lib/http/cookies'
import { PRODUCT } from '../../lib/kernel/brand'
import { keyboardFaults, overflow, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { PAGES } from './product-pages'

const LANGUAGES = ['fr', 'en']

test.use({ viewport: { width: 320, height: 640 } })

for (const [name, open] of Object.entries(PAGES))
  test(`${name}: axe, both themes, 320 px, keyboard, focus, targets, language and title`, async ({
    page,
    app,
    complaints,
    anotherBrowser,
  }) => {
    test.setTimeout(120_000)
    await open(page, app, () => anotherBrowser())
    for (const language of LANGUAGES)
      await test.step(`read in ${language}`, async () => {
        if (language !== 'fr') {
          // The same page, and the same account, for a reader of the other language.
          await page.context().addCookies([{ name: LOCALE_COOKIE, value: language, url: app.url }])
          await page.reload()
        }
        if (name.startsWith('/') && !name.includes('['))
          expect(new URL(page.url()).pathname, 'the page itself').toBe(name)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(await page.title()).toMatch(new RegExp(`^.+ · ${PRODUCT}$|^${PRODUCT}\\b`))
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
        await expect(page.getByRole('main')).toHaveCount(1)
        expect(await overflow(page)).toBe(0)
        // The parts of a page do not depend on its language, and are most of the work to look at.
        if (language !== 'fr') return
        expect(await violationsInBothThemes(page)).toEqual([])
        expect(await keyboardFaults(page)).toEqual([])
      })
    if (name === 'not-found') complaints.splice(0)
  })
