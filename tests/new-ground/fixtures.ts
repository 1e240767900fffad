import { type BrowserContext, test as base, expect } from '@playwright/test'
import { watch } from '../e2e/fixtures'
import { type App, startApp } from '../support/app'
import { type HttpsFront, startHttpsFront } from '../support/https-front'
import { queryOnce } from '../support/with-client'
import { launchNewGround, ORIGIN } from './browser'

type WorkerFixtures = {
  /** Configuration of the app that differs from the usual. */
  settings: Record<string, string>
  /** Whether the browser keeps the pages that it left, for Back: a driven one does not. */
  keepsPages: boolean
  /** Stands before the app, as `https://localhost`. */
  front: HttpsFront
  /** The built app behind the front; `app.url` is its own address, without https. */
  app: App
}

type TestFixtures = {
  /** Complaints of our pages so far. Empty at the end of a test, or the test fails. */
  complaints: string[]
}

/** A complaint about a page of somebody else. */
const IS_ELSEWHERE = /\(https?:\/\/(?!localhost\/)[^)]*\)$/

/** Tests with a real browser of the new ground, over https. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  settings: [{}, { option: true, scope: 'worker' }],
  keepsPages: [false, { option: true, scope: 'worker' }],

  app: [
    async ({ settings }, use) => {
      const app = await startApp({ APP_URL: ORIGIN, ...settings })
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  front: [
    async ({ app }, use) => {
      const front = await startHttpsFront(new URL(ORIGIN).host, () => new URL(app.url).port)
      await use(front)
      await front.close()
    },
    { scope: 'worker' },
  ],

  browser: [
    async ({ front, keepsPages }, use) => {
      const browser = await launchNewGround(front, { keepsPages })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: ORIGIN,

  complaints: [
    async ({ browserName: _none }, use) => {
      const complaints: string[] = []
      await use(complaints)
      const own = complaints.filter((complaint) => !IS_ELSEWHERE.test(complaint))
      expect(own, ['a page logged errors', ...own].join('\n')).toEqual([])
    },
    { auto: true },
  ],

  context: async ({ context, complaints, app, front }, use) => {
    await queryOnce(app.database.url, 'delete from rate_limits')
    front.seen.length = 0
    watch(context as BrowserContext, complaints)
    await use(context)
    front.answers.clear()
    front.dropped.clear()
  },
})

export { expect }
