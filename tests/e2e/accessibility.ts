import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'

/** The minified file takes a page a third of the time of the package's own `source`. */
const SOURCE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

/** The rules of WCAG 2.2 AA, and the best practices that axe adds. Sizes of targets (2.5.8) are among them. */
const RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] } as const

/** The rules that look at colours. The dark theme changes nothing else: `tests/unit/app/themes.test.ts`. */
const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const

type Rules = typeof RULES | typeof COLOUR_RULES

/** Violations that axe finds on the present page, each with its rule and places. */
export async function violations(page: Page, rules: Rules = RULES): Promise<string[]> {
  // Once a page, since reading it takes as long as running it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE)
  return await page.evaluate(async (runOnly) => {
    // axe adds itself to the window of the page it is evaluated in.
    const own = window as unknown as { axe: typeof axe }
    const results = await own.axe.run(document, {
      runOnly: { ...runOnly, values: [...runOnly.values] },
      resultTypes: ['violations'],
    })
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  }, rules)
}

/** The same in both themes, each violation with its theme. The page is left dark. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const [colorScheme, rules] of [
    ['light', RULES],
    ['dark', COLOUR_RULES],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await violations(page, rules)).map((violation) => `${colorScheme}: ${violation}`))
  }
  return found
}

/** CSS pixels by which the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

export const COLOR_SCHEMES = ['light', 'dark'] as const

/** Elements that a person can act on, as far as it is shown; one radio of a group stands for all of them. */
const ACTIONABLE =
  'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"]'

/** Elements by what a reader of the test recognises: their name, or their first words. */
type Reached = { named: string; isSeen: boolean }

/** The element that has the focus, and whether that can be seen: an outline of 2 px at least. Null: none has it. */
const focused = (page: Page): Promise<Reached | null> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body) return null
    // A link that stands for its whole row has the outline around the row.
    const outlines = [null, '::after'].map((part) => getComputedStyle(element, part))
    const isOutlined = outlines.some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    )
    const own = window as unknown as { reached?: Set<Element> }
    own.reached ??= new Set()
    own.reached.add(element)
    const named =
      element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent ?? ''
    const isSeen = element.tagName === 'IFRAME' || isOutlined
    return { named: `${element.tagName.toLowerCase()} ${named.trim().slice(0, 40)}`, isSeen }
  })

/**
 * Walks the page with the Tab key from its beginning to its end. @returns what the key does not reach, and what it reaches without
 * showing it; whoever is kept in one place finds everything after it missing
 */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    getSelection()?.removeAllRanges()
    scrollTo(0, 0)
  })
  const count = await page.locator(ACTIONABLE).count()
  for (let step = 0; step < count + 2; step += 1) {
    await page.keyboard.press('Tab')
    const reached = await focused(page)
    if (reached && !reached.isSeen) faults.push(`not shown: ${reached.named}`)
  }
  const missed = await page.evaluate((selector) => {
    const { reached = new Set() } = window as unknown as { reached?: Set<Element> }
    const isTaken = (element: Element) =>
      element instanceof HTMLInputElement && element.type === 'radio' && !element.checked
    return [...document.querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0)
      .filter((element) => !element.matches(':disabled') && !element.closest('[inert]') && !isTaken(element))
      .filter((element) => !reached.has(element))
      .map((element) => `not reached: ${element.outerHTML.slice(0, 120)}`)
  }, ACTIONABLE)
  return [...new Set([...faults, ...missed])]
}
