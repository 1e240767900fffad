import type { Page } from '@playwright/test'
import type { Report } from '../../lib/monitor/panel/report'
import type { App } from '../support/app'
import { anEmptyReport } from '../support/reports/empty'
import { aHugeReport } from '../support/reports/huge'
import { aReport } from '../support/reports/ordinary'
import { aTroubledReport } from '../support/reports/troubled'
import { anUnreportedReport } from '../support/reports/unreported'
import { overflow, violations, violationsInBothThemes } from './accessibility'
import { expect, test } from './fixtures'
import { beMember, lookNow, query } from './steps'

const API = '**/api/monitoring?*'

/** Milliseconds between two looks of the page at the API. */
const REST = 15_000

/** Signs up and is made an operator. */
async function becomeOperator(page: Page, app: App): Promise<void> {
  const email = await beMember(page)
  await query(app, `update users set role = 'operator', email_verified = true where email = $1`, [email])
}

const answerWith = (page: Page, report: Report) =>
  page.route(API, (route) => route.fulfill({ json: { ...report, span: spanOf(route.request().url()) } }))

const spanOf = (url: string): string | null => new URL(url).searchParams.get('span')

/** Opens the dashboard, and has it show `report`. */
async function open(page: Page, report: Report, language = 'fr'): Promise<void> {
  await answerWith(page, report)
  await page.goto(`/monitoring?span=${report.span}&lang=${language}`)
  await untilAnswered(page)
  await expect(page.locator('#figure-total')).toContainText(/\d/)
}

/** Until the page's own code runs, a look goes unheard. */
const untilAnswered = (page: Page) =>
  expect(() => Promise.all([page.waitForResponse(API, { timeout: 500 }), lookNow(page)])).toPass()

test.use({ timezoneId: 'Europe/Paris' })
test.beforeEach(async ({ page, app }) => await becomeOperator(page, app))

test.describe('looked at', () => {
  const HEADINGS = {
    fr: ['Base de données', 'E-mail', 'Application', 'Utilisateurs', 'De l’inscription à la vérification'],
    en: ['Database', 'E-mail', 'Application', 'Users', 'From sign-up to verified'],
  }
  const [ordinary, troubled] = [aReport(), aTroubledReport()]
  const [empty, unreported, huge] = [anEmptyReport(), anUnreportedReport(), aHugeReport('30d')]
  const reports = { ordinary, troubled, empty, unreported, huge }

  for (const language of ['fr', 'en'] as const)
    test(`${language}: all panels, nothing wider than the window, in French no violation in either theme`, async ({
      page,
    }) => {
      test.setTimeout(120_000)
      // One of them all; the other the two that differ most.
      const shown = language === 'fr' ? reports : { ordinary, troubled }
      for (const [name, report] of Object.entries(shown)) {
        await open(page, report, language)
        for (const heading of HEADINGS[language])
          await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible()
        for (const width of [320, 768, 1280, 1920]) {
          await page.setViewportSize({ width, height: 900 })
          expect([name, width, await overflow(page)]).toEqual([name, width, 0])
          if (language !== 'fr' || (width !== 320 && (width !== 1280 || name !== 'troubled'))) continue
          const where = [name, width]
          expect([...where, await violationsInBothThemes(page)]).toEqual([...where, []])
        }
        await page.unroute(API)
      }
    })
})

test('a definition shows under the pointer and with the keyboard, and Escape puts it away', async ({
  page,
}) => {
  await open(page, aReport())
  const term = page.getByRole('button', { name: 'Actifs' })
  const definition = page.getByRole('tooltip').filter({ hasText: 'Comptes différents vus' })
  await expect(term).toHaveAccessibleDescription(/ces dernières 24 heures/)
  await expect(definition).toBeHidden()
  await term.hover()
  await expect(definition).toBeVisible()
  await definition.hover()
  await expect(definition).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(definition).toBeHidden()
  await page.getByRole('heading', { level: 1 }).hover()

  await page.getByRole('button', { name: 'En attente', exact: true }).focus()
  await page.keyboard.press('Tab')
  await expect(term).toBeFocused()
  await expect(definition).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(definition).toBeHidden()
  await expect(term).toBeFocused()
})

test('every figure’s definition is reached with the Tab key, and none makes the page wider', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 900 })
  await open(page, aReport())
  const reached = new Set<string>()
  const widths = new Set<number>()
  await page.locator('main').focus()
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab')
    const [id, width] = await page.evaluate(
      () =>
        [
          document.activeElement?.closest('[id^="figure-"]')?.id ?? '',
          document.documentElement.scrollWidth,
        ] as const,
    )
    reached.add(id)
    widths.add(width)
  }
  const figures = await page.locator('[id^="figure-"]').evaluateAll((all) => all.map(({ id }) => id))
  expect(figures.length).toBeGreaterThanOrEqual(24)
  expect(figures.filter((id) => !reached.has(id))).toEqual([])
  expect([...widths]).toEqual([1024])
})

test('a plot tells the value and the time under the pointer, and every plot the same moment', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 1000 })
  await open(page, aReport())
  const plot = page.locator('#figure-latency').getByRole('img')
  await plot.scrollIntoViewIfNeeded()
  const box = await plot.boundingBox()
  await plot.hover({ position: { x: (box?.width ?? 0) - 1, y: 20 } })
  const last = aReport().application.trends.latency.values.at(-1) ?? 0
  const spoken = `${last.toLocaleString('fr', { maximumFractionDigits: 1 })}\u00a0ms`
  await expect(page.locator('#figure-latency')).toContainText(`dim. 15:05${spoken}`)
  const crosses = page.locator('[data-moments="pointed"] span[class*="cross"]')
  expect(await crosses.count()).toBeGreaterThanOrEqual(24)
  await expect(crosses.first()).toBeVisible()
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(page.locator('#figure-latency')).not.toContainText(`dim. 15:05${spoken}`)
})

test('times are those of the reader’s own time zone', async ({ page, anotherBrowser, app }) => {
  await open(page, aReport())
  await expect(page.getByText('Heures : Europe/Paris')).toBeVisible()
  await expect(page.getByText('Chiffres de 15:05:12')).toBeVisible()
  const abroad = await anotherBrowser({ timezoneId: 'America/New_York' })
  await becomeOperator(abroad, app)
  await open(abroad, aReport(), 'en')
  await expect(abroad.getByText('Times: America/New York')).toBeVisible()
  await expect(abroad.getByText('Figures of 09:05:12')).toBeVisible()
})

test('figures come in by themselves', async ({ page }) => {
  await open(page, aReport())
  await expect(page.getByText('Tout va bien')).toBeVisible()
  await expect(page).toHaveTitle('Tableau de bord · Huntaze')
  await page.unroute(API)
  await answerWith(page, aTroubledReport())
  await lookNow(page)
  const alarms = page.getByRole('region', { name: 'Alarmes' })
  await expect(alarms.getByRole('heading', { name: 'Les emails ne partent plus' })).toBeVisible()
  await expect(page).toHaveTitle('(3) Tableau de bord · Huntaze')
  await alarms.getByRole('link', { name: 'Voir le chiffre' }).first().click()
  await expect(page.locator('#figure-bounceRate')).toBeInViewport()
})

test('an axis whose ends read the same has two ends once it grows again', async ({ page }) => {
  const report = aReport()
  const tiny = structuredClone(report)
  tiny.email.trends.oldestQueued.values = tiny.email.trends.oldestQueued.values.map(() => 0.004)
  const ends = page.locator('#figure-oldestQueued p').first().locator('span')
  await open(page, tiny)
  await expect(ends).toHaveText(['0 s', '0 s'])
  await page.unroute(API)
  await answerWith(page, report)
  await lookNow(page)
  await expect(ends).toHaveText(['5 s', '0 s'])
})

test('without news the last figures stay, and the page says since when', async ({ page, complaints }) => {
  await open(page, aReport())
  await page.unroute(API)
  await page.route(API, (route) => route.abort())
  await lookNow(page)
  const status = page.getByRole('status').filter({ hasText: 'Sans nouvelles depuis 15:05:12' })
  await expect(status).toBeVisible()
  await expect(page.locator('#figure-total')).toContainText('48\u202f213')
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await expect(status).toBeInViewport()
  expect(await violations(page)).toEqual([])
  await page.unroute(API)
  await answerWith(page, aReport())
  await lookNow(page)
  await expect(page.getByText('En direct')).toBeVisible()
  await expect(status).toHaveCount(0)
  complaints.splice(0)
})

test('it looks every 15 seconds, less often while nobody answers, and not at all while hidden', async ({
  page,
  complaints,
}) => {
  const asked: string[] = []
  await page.clock.install()
  let isUp = true
  await page.route(API, (route) => {
    asked.push(route.request().url())
    return isUp
      ? route.fulfill({ json: aReport() })
      : route.fulfill({ status: 503, json: { code: 'unavailable' } })
  })
  await page.goto('/monitoring')
  await expect(page.getByText('Heures : Europe/Paris')).toBeVisible()
  const after = async (milliseconds: number, count: number) => {
    await page.clock.runFor(milliseconds)
    await expect.poll(() => asked.length).toBe(count)
    // The answer has to arrive before the next pause begins.
    await page.evaluate(() => Promise.resolve())
  }
  await after(REST, 1)
  expect(spanOf(asked[0] ?? '')).toBe('24h')
  await expect(page.getByText('Tout va bien')).toBeVisible()
  isUp = false
  await after(REST, 2)
  await expect(page.getByText(/Sans nouvelles/)).toBeVisible()
  await after(REST, 2)
  await after(REST, 3)
  await after(3 * REST, 3)

  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await after(20 * REST, 3)
  isUp = true
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await after(0, 4)
  await expect(page.getByText('En direct')).toBeVisible()
  complaints.splice(0)
})

test('another span is another address, and its own figures', async ({ page }) => {
  await open(page, aReport())
  const spans = page.getByRole('navigation', { name: 'Période' })
  await expect(spans.getByRole('link', { name: '24 h' })).toHaveAttribute('aria-current', 'true')
  await spans.getByRole('link', { name: '7 j' }).click()
  await page.waitForURL('**/monitoring?span=7d')
  await expect(spans.getByRole('link', { name: '7 j' })).toHaveAttribute('aria-current', 'true')
  const asked = page.waitForRequest(API)
  await untilAnswered(page)
  expect(spanOf((await asked).url())).toBe('7d')
  await page.goto('/monitoring?span=nonsense')
  await expect(spans.getByRole('link', { name: '24 h' })).toHaveAttribute('aria-current', 'true')
})

test('a session that ended leads to signing in', async ({ page }) => {
  await open(page, aReport())
  await page.unroute(API)
  await page.route(API, (route) => route.fulfill({ status: 401, json: { code: 'unauthenticated' } }))
  await page.context().clearCookies()
  await lookNow(page)
  await page.waitForURL('**/login?next=/monitoring')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the server’s figures are there, and the spans are links', async ({ page }) => {
    await page.goto('/monitoring')
    for (const heading of ['Base de données', 'E-mail', 'Application', 'Utilisateurs'])
      await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible()
    await expect(page.locator('#figure-total').getByRole('img')).toBeVisible()
    await expect(page.getByText('Heures : UTC')).toBeVisible()
    await page.getByRole('button', { name: 'Actifs' }).hover()
    await expect(page.getByRole('tooltip').filter({ hasText: 'Comptes différents' })).toBeVisible()
    await page.getByRole('link', { name: '30 j' }).click()
    await expect(page.getByText('sur 30 jours').first()).toBeVisible()
  })
})
