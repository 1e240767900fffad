import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import { freshEmail, PASSWORD, post, query, signIn } from '../e2e/steps'
import type { App } from '../support/app'
import type { HttpsFront, Seen } from '../support/https-front'
import { expect } from './fixtures'

export const SHORT_COOKIE = '__Host-auth-bound'
export const START = '/api/auth/bound/start'
export const REFRESH = '/api/auth/bound/refresh'

/** Requests of a path so far. */
export const seenAt = ({ seen }: Pick<HttpsFront, 'seen'>, path: string): Seen[] =>
  seen.filter((one) => one.path.split('?')[0] === path)

/** An operator's account, made without a browser. @returns its address */
export async function anOperator(app: App): Promise<string> {
  const email = freshEmail()
  const answer = await post(app.url, '/api/auth/register', {
    name: 'Camille Moreau',
    email,
    password: PASSWORD,
  })
  expect(answer.status).toBe(201)
  await query(app, `update users set role = 'operator', email_verified = true where email = $1`, [email])
  return email
}

/** The status of the newest registration of a key; undefined while there is none. */
export const registration = (front: HttpsFront): number | undefined => seenAt(front, START).at(-1)?.status

/** Signs in on the page, and waits until the browser has registered its key. The key counts as older than its first ten seconds. */
export async function signInBound(
  page: Page,
  { app, front }: { app: App; front: HttpsFront },
  email: string,
) {
  const before = seenAt(front, START).length
  await signIn(page, email)
  await page.waitForURL(/\/(dashboard|monitoring)/)
  await expect.poll(() => [seenAt(front, START).length - before, registration(front)]).toEqual([1, 200])
  await expect.poll(() => shortCookie(page.context())).toBeDefined()
  await query(app, `update session_keys set registered_at = now() - interval '1 minute'`, [])
}

/** A browser whose operator's session is bound. */
export async function beBoundOperator(page: Page, world: { app: App; front: HttpsFront }): Promise<string> {
  const email = await anOperator(world.app)
  await page.goto('/login')
  await signInBound(page, world, email)
  return email
}

export const cookieOf = async (context: BrowserContext, name: string): Promise<string | undefined> =>
  (await context.cookies()).find((cookie) => cookie.name === name)?.value

export const shortCookie = (context: BrowserContext) => cookieOf(context, SHORT_COOKIE)

/** The short cookie runs out, as it does after ten minutes. */
export const runOut = (context: BrowserContext) => context.clearCookies({ name: SHORT_COOKIE })

/** Names of the browser's bindings, through the developer tools. */
export async function bindings(
  page: Page,
): Promise<{ devtools: CDPSession; keys: { site: string; id: string }[] }> {
  const devtools = await page.context().newCDPSession(page)
  const keys: { site: string; id: string }[] = []
  // biome's types of the protocol are older than the browser.
  const listen = devtools.on.bind(devtools) as (event: string, listener: (given: Added) => void) => void
  listen('Network.deviceBoundSessionsAdded', ({ sessions }) => keys.push(...sessions.map(({ key }) => key)))
  await devtools.send('Network.enable')
  await sendNew(devtools, 'Network.enableDeviceBoundSessions', { enable: true })
  await expect.poll(() => keys.length).toBeGreaterThan(0)
  return { devtools, keys }
}

type Added = { sessions: { key: { site: string; id: string } }[] }

/** Sends a command that Playwright's types do not know yet. */
export const sendNew = (devtools: CDPSession, method: string, given: object): Promise<unknown> =>
  (devtools.send as (method: string, given: object) => Promise<unknown>)(method, given)
