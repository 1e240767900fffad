import type { Page } from '@playwright/test'
import axe from 'axe-core'

/** The rules of WCAG 2.2 AA, and the best practices that axe adds. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Violations that axe finds on the present page, each with its rule and places. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return await page.evaluate(async (rules) => {
    // axe adds itself to the window of the page it is evaluated in.
    const own = window as unknown as { axe: typeof axe }
    const results = await own.axe.run(document, { runOnly: rules })
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  }, RULES)
}

/** CSS pixels by which the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

export const COLOR_SCHEMES = ['light', 'dark'] as const
