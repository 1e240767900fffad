import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { type App, startApp } from '../support/app'
import { queryOnce } from '../support/with-client'

type WorkerFixtures = {
  /** The built app, one for all tests of a worker. */
  app: App
}

type TestFixtures = {
  /** Everything the pages complained about so far. Empty at the end of a test, or the test fails. */
  complaints: string[]
  /** A page of somebody else: another browser, other cookies; watched like the first. */
  anotherBrowser: (options?: BrowserContextOptions) => Promise<Page>
}

/** Chromium calls every 4xx answer an error. Those of our own API are its contract, and asserted where they matter. */
const isContract = (text: string, address: string): boolean =>
  /^Failed to load resource: the server responded with a status of 4\d\d/.test(text) &&
  new URL(address).pathname.startsWith('/api/')

/** Collects exceptions and console errors; a violation of the content security policy is one of them. */
export function watch(context: BrowserContext, complaints: string[]): void {
  context.on('console', (message) => {
    const { url } = message.location()
    if (message.type() !== 'error' || isContract(message.text(), url)) return
    complaints.push(`${message.text()} (${url})`)
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  app: [
    // Playwright reads a fixture's needs from this pattern, and insists on one.
    async ({ browserName: _none }, use) => {
      const app = await startApp()
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ app }, use) => await use(app.url),

  complaints: [
    // Not of the context: a test that asks for no page gets none made.
    async ({ browserName: _none }, use) => {
      const complaints: string[] = []
      await use(complaints)
      // Each stands in the message: a summary shows its first lines, and not what differs.
      expect(complaints, ['a page logged errors', ...complaints].join('\n')).toEqual([])
    },
    { auto: true },
  ],

  context: async ({ context, complaints, app }, use) => {
    // All tests of a worker sign up from one network, and which of them share a worker is left to chance.
    await queryOnce(app.database.url, 'delete from rate_limits')
    watch(context, complaints)
    await use(context)
  },

  anotherBrowser: async ({ browser, complaints, contextOptions, baseURL }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, ...options })
      contexts.push(context)
      watch(context, complaints)
      return await context.newPage()
    })
    for (const context of contexts) await context.close()
  },
})

export { expect }
