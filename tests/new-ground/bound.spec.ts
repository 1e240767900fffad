import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { PASSWORD, query, signIn } from '../e2e/steps'
import { fullChromiumLaunch } from '../support/full-chromium'
import {
  beBoundOperator,
  bindings,
  cookieOf,
  REFRESH,
  registration,
  runOut,
  SHORT_COOKIE,
  START,
  seenAt,
  sendNew,
  shortCookie,
  signInBound,
} from './bound-steps'
import { newGroundSwitches, ORIGIN } from './browser'
import { expect, test } from './fixtures'
import { beMember } from './steps'

test.use({ settings: { SESSION_BINDING: 'operators', OPERATOR_SECOND_FACTOR: 'optional' } })

const AGAIN = 'Confirmez que c’est bien vous'
const UNCHECKED = 'Votre navigateur n’a pas pu être vérifié'

test('an operator’s sign-in binds the session, and a member’s does not', async ({ app, front, page }) => {
  await beBoundOperator(page, { app, front })
  const cookie = (await page.context().cookies()).find(({ name }) => name === SHORT_COOKIE)
  expect(cookie).toMatchObject({
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    domain: 'localhost',
  })
  expect(seenAt(front, START)[0]?.headers['sec-fetch-site']).toBe('same-origin')
})

test('a copied auth-token is refused in a second browser, and the first one goes on', async ({
  app,
  browser,
  front,
  page,
}) => {
  await beBoundOperator(page, { app, front })
  const thief = await browser.newContext({ baseURL: ORIGIN, locale: 'fr-FR' })
  const copied = (await cookieOf(page.context(), 'auth-token')) ?? ''
  await thief.addCookies([{ name: 'auth-token', value: copied, url: ORIGIN, httpOnly: true }])
  const there = await thief.newPage()
  await there.goto('/login')
  const answer = await there.evaluate(async () => {
    const response = await fetch('/api/auth/me')
    return [response.status, (await response.json()).code]
  })
  expect(answer).toEqual([401, 'device_proof_missing'])
  await there.goto('/monitoring')
  expect(new URL(there.url()).pathname).toBe('/login')
  await expect(there.getByText(AGAIN)).toBeVisible()
  await thief.close()

  await runOut(page.context())
  await page.goto('/monitoring/users')
  expect(new URL(page.url()).pathname).toBe('/monitoring/users')
  expect(seenAt(front, REFRESH).map(({ status }) => status)).toEqual([204])
  expect(await shortCookie(page.context())).toBeDefined()
})

test('a form is held back until the cookie is renewed, and keeps its body', async ({ app, front, page }) => {
  await beBoundOperator(page, { app, front })
  await page.goto('/account')
  await runOut(page.context())
  const before = await cookieOf(page.context(), 'auth-token')
  await page.evaluate((password) => {
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: '/api/auth/confirm' })
    for (const [name, value] of [
      ['password', password],
      ['next', '/account/sessions'],
    ]) {
      const input = document.createElement('input')
      Object.assign(input, { type: 'hidden', name, value })
      form.append(input)
    }
    document.body.append(form)
    form.submit()
  }, PASSWORD)
  await page.waitForURL('**/account/sessions')
  const paths = front.seen.map((one) => one.path)
  expect(paths.indexOf(REFRESH)).toBeGreaterThan(0)
  expect(paths.indexOf('/api/auth/confirm')).toBeGreaterThan(paths.indexOf(REFRESH))
  // The proof renewed the session, and the binding went along.
  expect(await cookieOf(page.context(), 'auth-token')).not.toBe(before)
  await runOut(page.context())
  await page.goto('/monitoring')
  expect(new URL(page.url()).pathname).toBe('/monitoring')
  expect(seenAt(front, REFRESH).map(({ status }) => status)).toEqual([204, 204])
})

/** A page of web mail with a link to us. */
const mailWith = (href: string) =>
  `<!doctype html><meta charset="utf-8"><title>Mail</title><a href="${href}">Ouvrir</a>`

for (const javaScriptEnabled of [true, false])
  test(`a link in web mail lands signed in, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    app,
    browser,
    front,
  }) => {
    const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled, locale: 'fr-FR' })
    const page = await context.newPage()
    await beBoundOperator(page, { app, front })
    front.answers.set('mail.test', (_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/html' })
      outgoing.end(mailWith(`${ORIGIN}/monitoring/users?q=a%26b&page=1`))
    })
    await page.goto('https://mail.test/')
    await runOut(context)
    front.seen.length = 0
    await page.getByRole('link').click()
    await page.waitForURL(`${ORIGIN}/monitoring/users?q=a%26b&page=1`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(seenAt(front, '/auth/device')).toHaveLength(1)
    expect(seenAt(front, REFRESH).map(({ status }) => status)).toEqual([204])
    await context.close()
  })

test('signing out ends the binding in the browser, too', async ({ app, front, page }) => {
  await beBoundOperator(page, { app, front })
  const answer = await page.evaluate(() =>
    fetch('/api/auth/logout', { method: 'POST' }).then((one) => one.status),
  )
  expect(answer).toBe(200)
  await runOut(page.context())
  front.seen.length = 0
  await page.goto('/login')
  await page.goto('/')
  expect(seenAt(front, REFRESH)).toEqual([])
})

test('signing out works while the cookie cannot be renewed', async ({ app, front, page }) => {
  await beBoundOperator(page, { app, front })
  front.answers.set(`localhost${REFRESH}`, (_, outgoing) => outgoing.writeHead(503).end())
  await runOut(page.context())
  const answer = await page.evaluate(() =>
    fetch('/api/auth/logout', { method: 'POST' }).then((one) => one.status),
  )
  expect(answer).toBe(200)
  front.answers.clear()
  await page.goto('/monitoring')
  expect(new URL(page.url()).pathname).toBe('/login')
})

test('a refresh that fails says to try again, and recovers', async ({ app, complaints, front, page }) => {
  await beBoundOperator(page, { app, front })
  front.answers.set(`localhost${REFRESH}`, (_, outgoing) => outgoing.writeHead(503).end())
  await runOut(page.context())
  const answer = await page.goto('/monitoring/users?q=a')
  expect(answer?.status()).toBe(503)
  await expect(page.getByRole('heading', { name: UNCHECKED })).toBeVisible()
  front.answers.clear()
  await page.getByRole('link', { name: 'Réessayer' }).click()
  await page.waitForURL('**/monitoring/users?q=a')
  expect(await shortCookie(page.context())).toBeDefined()
  complaints.length = 0
})

test('who cannot wait signs in again, from the same page', async ({ app, complaints, front, page }) => {
  const email = await beBoundOperator(page, { app, front })
  front.answers.set(`localhost${REFRESH}`, (_, outgoing) => outgoing.writeHead(503).end())
  await runOut(page.context())
  await page.goto('/monitoring/users')
  await page.getByRole('link', { name: 'Se connecter de nouveau' }).click()
  await expect(page.getByText(AGAIN)).toBeVisible()
  await signInBound(page, { app, front }, email)
  expect(new URL(page.url()).pathname).toBe('/monitoring/users')
  complaints.length = 0
})

test('a lost key leads to a new sign-in, which binds anew', async ({ app, front, page }) => {
  const email = await beBoundOperator(page, { app, front })
  const { devtools, keys } = await bindings(page)
  for (const key of keys) await sendNew(devtools, 'Network.deleteDeviceBoundSession', { key })
  await runOut(page.context())
  front.seen.length = 0
  await page.goto('/monitoring/users?q=a')
  expect(page.url()).toBe(`${ORIGIN}/login?next=%2Fmonitoring%2Fusers%3Fq%3Da`)
  await expect(page.getByText(AGAIN)).toBeVisible()
  await signInBound(page, { app, front }, email)
  expect(registration(front)).toBe(200)
  await runOut(page.context())
  await page.goto('/monitoring')
  expect(new URL(page.url()).pathname).toBe('/monitoring')
})

test('a new sign-in beside a living binding replaces it', async ({ app, front, page }) => {
  const email = await beBoundOperator(page, { app, front })
  await page.goto('/login')
  await signInBound(page, { app, front }, email)
  await runOut(page.context())
  await page.goto('/monitoring')
  expect(new URL(page.url()).pathname).toBe('/monitoring')
  await runOut(page.context())
  await page.goto('/monitoring/users')
  expect(new URL(page.url()).pathname).toBe('/monitoring/users')
})

test('a session that was ended elsewhere ends the binding quietly', async ({ app, front, page }) => {
  const email = await beBoundOperator(page, { app, front })
  await query(app, 'delete from sessions where user_id = (select id from users where email = $1)', [email])
  await runOut(page.context())
  await page.goto('/monitoring')
  expect(new URL(page.url()).pathname).toBe('/login')
  await expect(page.getByText(AGAIN)).toBeHidden()
  expect(seenAt(front, REFRESH).map(({ status }) => status)).toEqual([200])
  await page.goto('/')
  expect(seenAt(front, REFRESH)).toHaveLength(1)
})

test('a browser that starts again keeps the binding', async ({ app, front }) => {
  const { options, missing } = fullChromiumLaunch
  if (!options) throw new Error(missing)
  const profile = await mkdtemp(path.join(tmpdir(), 'bound-'))
  const open = (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(profile, {
      ...options,
      args: [...(options.args ?? []), ...newGroundSwitches(front)],
      baseURL: ORIGIN,
      locale: 'fr-FR',
    })
  try {
    const first = await open()
    await beBoundOperator(await first.newPage(), { app, front })
    await first.close()
    front.seen.length = 0
    const second = await open()
    await runOut(second)
    const page = await second.newPage()
    await page.goto('/monitoring/users')
    expect(new URL(page.url()).pathname).toBe('/monitoring/users')
    // The challenge was not kept, so the first try is asked for a proof.
    expect(seenAt(front, REFRESH).map(({ status }) => status)).toEqual([403, 204])
    await second.close()
  } finally {
    await rm(profile, { recursive: true, force: true })
  }
})

test('a member notices nothing', async ({ front, page }) => {
  const email = await beMember(page)
  await page.context().clearCookies()
  await page.goto('/login')
  await signIn(page, email)
  await page.waitForURL('**/dashboard')
  await page.goto('/account')
  expect(seenAt(front, START)).toEqual([])
})
