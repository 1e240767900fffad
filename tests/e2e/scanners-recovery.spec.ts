import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from '@playwright/test'
import type { LinkPurpose } from '../../lib/link/purposes'
import type { App } from '../support/app'
import { expect, test } from './fixtures'
import { aLink, beVerifiedMember, type Member } from './recovery-links'
import { beMember, query } from './steps'

/** Links of notices, with the API's path of each. They work without a session, so that a scanner could use them. */
const NOTICES = [
  { purpose: 'undo_email_change', api: '/api/auth/undo-email-change', done: 'Adresse rétablie' },
  { purpose: 'not_me', api: '/api/auth/not-me', done: 'C’est fait' },
] as const

const PURPOSES: LinkPurpose[] = ['change_email', 'undo_email_change', 'not_me']

/** Everything a scanner might change. */
const standing = (app: App): Promise<object[]> =>
  query(
    app,
    `select (select json_agg(json_build_array(id, email, device_epoch) order by id) from users) as users,
            (select json_agg(token_hash::text order by token_hash) from email_verification_tokens) as tokens,
            (select json_agg(token_hash::text order by token_hash) from email_verification_uses) as uses,
            (select json_agg(id order by id) from sessions) as sessions,
            (select count(*)::int from events where type <> 'signed_in') as events`,
  )

/** A person with a link of this purpose; the page's browser is signed in as nobody. */
async function linked(page: Page, app: App, purpose: LinkPurpose): Promise<{ member: Member; link: string }> {
  const member = await beVerifiedMember(page, app)
  // An earlier address of the account, or a later one: a link used by mistake changes the row.
  const email = purpose === 'not_me' ? member.email : `other.${member.email}`
  const link = await aLink(app, purpose, { id: member.id, email })
  await page.context().clearCookies()
  return { member, link }
}

type Sent = { method: string; target: string; headers?: Record<string, string>; body?: string }

/** How programs open a link by plain HTTP. */
function openings(link: string, api: string): Record<string, Sent> {
  const token = link.split('=')[1] ?? ''
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const json = { 'content-type': 'application/json' }
  return {
    'HEAD of the page': { method: 'HEAD', target: link },
    'GET of the page': { method: 'GET', target: link },
    'GET of the page, loaded ahead': {
      method: 'GET',
      target: link,
      headers: { 'sec-purpose': 'prefetch;prerender' },
    },
    'POST of the page': { method: 'POST', target: link },
    'GET of the API': { method: 'GET', target: `${api}?token=${token}` },
    'HEAD of the API': { method: 'HEAD', target: `${api}?token=${token}` },
    'the form as it is found': { method: 'POST', target: api, headers: form, body: `token=${token}` },
    'JSON from another site': {
      method: 'POST',
      target: api,
      headers: { ...json, 'sec-fetch-site': 'cross-site' },
      body: JSON.stringify({ token }),
    },
    'the form as it is found, with the headers of a page of ours': {
      method: 'POST',
      target: api,
      headers: { ...form, 'sec-fetch-site': 'same-origin' },
      body: `token=${token}`,
    },
    'the form with the answer "yes"': {
      method: 'POST',
      target: api,
      headers: { ...form, 'sec-fetch-site': 'same-origin' },
      body: `token=${token}&answer=me`,
    },
  }
}

const send = (app: App, { method, target, headers, body }: Sent) =>
  fetch(app.url + target, { method, headers, body, redirect: 'manual' })

test.describe('a link of a notice opened by plain HTTP', () => {
  for (const { purpose, api } of NOTICES) {
    test(`${purpose}: nothing happens, and the person’s request still counts`, async ({ page, app }) => {
      const { link } = await linked(page, app, purpose)
      const before = await standing(app)
      for (const [name, opening] of Object.entries(openings(link, api))) {
        expect((await send(app, opening)).status, name).toBeLessThan(500)
        expect(await standing(app), name).toEqual(before)
      }
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ token: link.split('=')[1] })
      expect((await send(app, { method: 'POST', target: api, headers, body })).status).toBe(200)
      expect(await standing(app)).not.toEqual(before)
    })
  }
})

const CLICKABLE = 'main a, main button, main summary, main input:not([type=hidden]), main label'

const clickAtOnce = (page: Page, isReversed: boolean): Promise<void> =>
  page.evaluate(
    ([what, reversed]) => {
      const things = [...document.querySelectorAll<HTMLElement>(what)]
      for (const thing of reversed ? things.reverse() : things) thing.click()
    },
    [CLICKABLE, isReversed] as const,
  )

async function clickInTurn(page: Page, isReversed: boolean): Promise<void> {
  const things = await page.locator(CLICKABLE).elementHandles()
  for (const thing of isReversed ? things.reverse() : things)
    if (await thing.isVisible().catch(() => false)) await thing.click({ timeout: 1000 }).catch(() => {})
}

/** How sandboxes click on everything there is, fields of forms among it. */
const CLICKERS: Record<string, (page: Page) => Promise<void>> = {
  'one thing after the other': (page) => clickInTurn(page, false),
  'one thing after the other, from the end': (page) => clickInTurn(page, true),
  'everything at once, seen or not': (page) => clickAtOnce(page, false),
  'everything at once, from the end': (page) => clickAtOnce(page, true),
}

/** Waits for what the clicks set off, but not for a page that keeps loading: on a busy machine four of them took two minutes. */
const settled = (page: Page) => page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {})

/** A tab that a click has led away can leave its browser's answer out, for good. */
const atMost = (ms: number, work: Promise<unknown>) => Promise.race([work, sleep(ms)])

for (const javaScriptEnabled of [true, false]) {
  test.describe(`a link opened in a browser ${javaScriptEnabled ? 'with' : 'without'} scripts`, () => {
    test.use({ javaScriptEnabled })

    for (const purpose of PURPOSES)
      test(`${purpose}, that clicks on everything in turn and at once: changes nothing`, async ({
        page,
        app,
      }) => {
        test.setTimeout(120_000)
        const { link } = await linked(page, app, purpose)
        const before = await standing(app)
        for (const [how, clickAll] of Object.entries(CLICKERS))
          await test.step(how, async () => {
            await page.context().clearCookies()
            // A tab of its own: what the last way set off may still lead that one elsewhere.
            const tab = await page.context().newPage()
            await tab.goto(link, { waitUntil: 'networkidle' })
            expect(await standing(app), how).toEqual(before)
            await atMost(10_000, clickAll(tab))
            await settled(tab)
            expect(await standing(app), how).toEqual(before)
            await atMost(5000, tab.close())
          })
      })

    for (const { purpose, done } of NOTICES)
      test(`${purpose}, by the person: two clicks`, async ({ page, app }) => {
        const { link } = await linked(page, app, purpose)
        const before = await standing(app)
        await page.goto(link)
        await page.getByLabel('Non, ce n’était pas moi').check()
        await page.getByRole('button', { name: 'Continuer' }).click()
        await expect(page.getByRole('heading', { name: done })).toBeVisible()
        expect(await standing(app)).not.toEqual(before)
      })
  })
}

/** Hands the browser somebody else's session. */
async function beSomebodyElse(page: Page, context: BrowserContext): Promise<void> {
  await context.clearCookies()
  await beMember(page)
}

test('a new address, opened by a scanner that is signed in as somebody else and clicks: changes nothing', async ({
  page,
  context,
  app,
}) => {
  const { link } = await linked(page, app, 'change_email')
  await beSomebodyElse(page, context)
  const before = await standing(app)
  await page.goto(link, { waitUntil: 'networkidle' })
  await clickAtOnce(page, false)
  await settled(page)
  expect(await standing(app)).toEqual(before)
})
