import type { Page } from '@playwright/test'

const CLICKABLE = 'main a, main button, main summary'

/** Opens everything that is folded away. */
const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true
  })

/** Fills every field in as a program does that knows nothing of the person: each password is long and on no list. */
const fill = (page: Page) =>
  page.evaluate(() => {
    for (const field of document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden])')) {
      field.value = field.type === 'password' ? 'correct horse battery staple 7431' : 'scanner@example.com'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  })

const clickAll = (page: Page) =>
  page.evaluate((what) => {
    for (const thing of document.querySelectorAll<HTMLElement>(what)) thing.click()
  }, CLICKABLE)

/** How sandboxes fill in, click on and send everything there is. */
export const CLICKERS: Record<string, (page: Page) => Promise<unknown>> = {
  'clicks one thing after the other': async (page) => {
    // The things found at first: the page that a click leads to has others.
    for (const thing of await page.locator(CLICKABLE).elementHandles())
      if (await thing.isVisible()) await thing.click({ timeout: 1000 }).catch(() => {})
  },
  'clicks everything at once, seen or not': clickAll,
  'clicks everything at once, from the end': (page) =>
    page.evaluate((what) => {
      for (const thing of [...document.querySelectorAll<HTMLElement>(what)].reverse()) thing.click()
    }, CLICKABLE),
  'unfolds everything, then clicks it': async (page) => {
    await unfold(page)
    for (const thing of await page.locator('main button').elementHandles())
      await thing.click({ timeout: 1000 }).catch(() => {})
  },
  'fills everything in, then clicks it': async (page) => {
    await fill(page)
    await clickAll(page)
  },
  'unfolds and fills everything in, then presses each button': async (page) => {
    for (const name of await page.locator('main button[type=submit]').allTextContents()) {
      await unfold(page)
      await fill(page)
      await page
        .getByRole('button', { name, exact: true })
        .click({ timeout: 2000 })
        .catch(() => {})
      await page.waitForLoadState('networkidle')
    }
  },
  'fills everything in, then submits each form by script': async (page) => {
    await unfold(page)
    await fill(page)
    await page.evaluate(() => {
      for (const form of document.querySelectorAll<HTMLFormElement>('main form')) form.requestSubmit()
    })
  },
  'fills everything in, then sends each form past its script': async (page) => {
    const forms = await page.locator('main form').count()
    const { href } = new URL(page.url())
    for (let index = 0; index < forms; index += 1) {
      await page.goto(href)
      await unfold(page)
      await fill(page)
      await Promise.all([
        page.waitForNavigation(),
        page.evaluate((nth) => document.querySelectorAll<HTMLFormElement>('main form')[nth]?.submit(), index),
      ])
    }
  },
  'presses Enter in every field': async (page) => {
    await unfold(page)
    await fill(page)
    for (const field of await page.locator('main input:not([type=hidden])').elementHandles())
      if (await field.isVisible()) await field.press('Enter', { timeout: 1000 }).catch(() => {})
  },
}
