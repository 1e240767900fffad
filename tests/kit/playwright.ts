import type { BrowserContext, Page } from '@playwright/test'
import { connect, type Kit, KitError, noAnswer, type Person, readAnswer, type Send, type Wanted } from './kit'

/**
 * The test kit in a Playwright test (docs/TEST_KIT.md):
 *
 *     import { test as base } from '@playwright/test'
 *     import { type HuntazeFixtures, huntazeFixtures } from '../tests/kit/playwright'
 *
 *     const test = base.extend<HuntazeFixtures>(huntazeFixtures)
 *
 * Of Playwright it takes types alone, so it works with the copy that the tests have.
 */
export type HuntazeFixtures = {
  /** Where Huntaze Auth is. Empty: HUNTAZE_URL, else the test's `baseURL`, else <http://localhost:3000>. */
  huntazeUrl: string
  huntaze: BrowserKit
}

/** `isVerified`: false for somebody who has not opened the verification mail. */
type WantedInBrowser = Wanted & { isVerified?: boolean }

export type BrowserKit = Omit<Kit, 'parts'> & {
  /** Signs a new person up in the page's browser, with a proven address. The page itself stays where it is: `page.goto` leads on. */
  signedInBrowser(page: Page | BrowserContext, wanted?: WantedInBrowser): Promise<Person>
  /** Signs an existing person in, in the page's browser. */
  signIn(page: Page | BrowserContext, person: Person): Promise<void>
  /** Signs the page's browser out. */
  signOutBrowser(page: Page | BrowserContext): Promise<void>
}

const contextOf = (page: Page | BrowserContext): BrowserContext => ('context' in page ? page.context() : page)

/** Sends with the cookies of a browser; those of the answer are the browser's. */
function browserSender(page: Page | BrowserContext, url: string): Send {
  const { request } = contextOf(page)
  return async (method, path, { json, headers } = {}) => {
    const response = await request
      .fetch(url + path, {
        method,
        // As a page of the application: browsers that do not say where they come from are refused.
        headers: { ...headers, origin: url },
        maxRedirects: 0,
        ...(json === undefined ? {} : { data: json }),
      })
      .catch((cause) => {
        throw noAnswer(url, cause)
      })
    return readAnswer(url, path, response.status(), await response.text())
  }
}

/** The kit with the browsers of Playwright. */
export function connectBrowsers(url?: string): BrowserKit {
  const { parts, ...kit } = connect(url)
  return {
    ...kit,
    async signedInBrowser(page, { isVerified = true, ...wanted } = {}) {
      const send = browserSender(page, kit.url)
      const person = await parts.signUp(send, wanted, new Map())
      if (isVerified) await parts.verify(send, person)
      return person
    },
    async signIn(page, { email, password }) {
      const answer = await browserSender(page, kit.url)('POST', '/api/auth/login', {
        json: { email, password },
      })
      if (answer.status === 202) throw new KitError(`${email} has a second step: sign in on the page itself.`)
      parts.expectStatus(`Signing ${email} in`, answer, 200)
    },
    async signOutBrowser(page) {
      parts.expectStatus(
        'Signing out',
        await browserSender(page, kit.url)('POST', '/api/auth/logout', { json: {} }),
        200,
      )
    },
  }
}

type Given = { huntazeUrl: string; baseURL: string | undefined }

export const huntazeFixtures = {
  huntazeUrl: ['', { option: true }] as [string, { option: true }],
  huntaze: async ({ huntazeUrl, baseURL }: Given, use: (kit: BrowserKit) => Promise<void>) =>
    use(connectBrowsers(huntazeUrl || process.env.HUNTAZE_URL || baseURL)),
}
