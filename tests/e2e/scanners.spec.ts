import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Page } from '@playwright/test'
import type { App } from '../support/app'
import { type MailedLink, OPENINGS, type Opening } from '../support/scanners'
import { expect, test } from './fixtures'
import { type LinkedPerson, signUpPeople } from './linked-people'
import { CLICKERS } from './sandboxes'
import { query } from './steps'

type Answer = { status: number; location: string | undefined; cookies: string[]; body: string }

/** One request as it is written, odd targets included. */
async function send(
  app: App,
  opening: Opening,
  link: MailedLink,
  cookie: string,
  target: string,
): Promise<Answer> {
  const { port } = new URL(app.url)
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path: target,
    method: opening.method ?? 'GET',
    headers: { Host: `localhost:${port}`, ...opening.headers, ...(cookie && { Cookie: cookie }) },
    agent: false,
  }).end(opening.body?.(link))
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const { statusCode = 0, headers } = response
  return {
    status: statusCode,
    location: headers.location,
    cookies: headers['set-cookie'] ?? [],
    body: await text(response),
  }
}

/** Opens the link, and follows where it is sent as long as that is this very site. */
async function open(app: App, opening: Opening, link: MailedLink, cookie: string): Promise<Answer> {
  let target = opening.target(link)
  for (let hop = 0; ; hop += 1) {
    const answer = await send(app, opening, link, cookie, target)
    if (!answer.location) return answer
    const next = new URL(answer.location, `${app.url}${target.replace(/^\/+/, '/')}`)
    expect([next.origin, hop < 5], `sent to ${answer.location}`).toEqual([app.url, true])
    target = next.pathname + next.search
  }
}

/** Everything a scanner might change: who is verified, which links work, which have been used, who is signed in. */
async function standing(app: App): Promise<unknown> {
  return await query(
    app,
    `select (select json_agg(json_build_array(id, email_verified) order by id) from users) as users,
            (select json_agg(token_hash::text order by token_hash) from email_verification_tokens) as tokens,
            (select json_agg(token_hash::text order by token_hash) from email_verification_uses) as uses,
            (select json_agg(id order by id) from sessions) as sessions`,
  )
}

/** The person, at last: the contract's request, with the session of the browser that signed up. */
const openAsPerson = (app: App, { link, cookie }: LinkedPerson) =>
  fetch(app.url + link.api, {
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' },
  })

const isVerified = async (app: App, { id }: LinkedPerson): Promise<boolean | undefined> => {
  const [row] = await query<{ email_verified: boolean }>(
    app,
    'select email_verified from users where id = $1',
    [id],
  )
  return row?.email_verified
}

/** The control: the person opens the link where the session is. */
async function openInOwnBrowser(app: App, page: Page, person: LinkedPerson, heading: string): Promise<void> {
  await page.context().clearCookies()
  await signIn(page, app, person)
  await page.goto(app.url + person.link.page)
  await expect(page.getByRole('heading', { name: heading })).toBeVisible()
}

// ASVS 3.5.3, 7.6.2
test.describe('a link opened by plain HTTP', () => {
  const people = new Map<string, LinkedPerson>()
  let stranger: LinkedPerson | undefined

  test.beforeAll(async ({ app }) => {
    test.setTimeout(120_000)
    const [first, ...others] = await signUpPeople(app, OPENINGS.length + 1)
    stranger = first
    for (const [index, person] of others.entries()) people.set(OPENINGS[index]?.name ?? '', person)
  })

  test('each opening has a name of its own', () => {
    expect(new Set(OPENINGS.map(({ name }) => name)).size).toBe(OPENINGS.length)
  })

  for (const opening of OPENINGS) {
    test(`${opening.name}: no token burnt, nobody verified`, async ({ app }) => {
      const person = people.get(opening.name)
      if (!person || !stranger) throw new Error('nobody signed up')
      const cookie = opening.asSomebodyElse ? stranger.cookie : ''
      const before = await standing(app)
      const times = Array.from({ length: opening.times ?? 1 })
      const answers = await Promise.all(times.map(() => open(app, opening, person.link, cookie)))
      for (const answer of answers) {
        expect(answer.cookies.join()).not.toContain('auth-token')
        const isOffer =
          answer.status === 200 && answer.body.includes(`name="token" value="${person.link.token}"`)
        expect([answer.status, isOffer ? 'offer' : 'nothing']).toEqual([expect.any(Number), opening.finds])
        expect(answer.status).toBeLessThan(500)
      }
      expect(await standing(app)).toEqual(before)

      expect((await openAsPerson(app, person)).status).toBe(200)
      expect(await isVerified(app, person)).toBe(true)
      expect(await isVerified(app, stranger)).toBe(false)
    })
  }

  test('in the midst of twenty openings the person gets in, and is signed up once', async ({ app }) => {
    const [person] = await signUpPeople(app, 1)
    if (!person) throw new Error('nobody signed up')
    const scans = OPENINGS.slice(0, 20).map((opening) => open(app, opening, person.link, ''))
    const [answer] = await Promise.all([openAsPerson(app, person), ...scans])
    expect(answer.status).toBe(200)
    expect(await isVerified(app, person)).toBe(true)
  })

  test('the API’s GET, which is the contract’s and stands in no mail, verifies that address and nobody else’s', async ({
    app,
  }) => {
    const [person, other] = await signUpPeople(app, 2)
    if (!person || !other) throw new Error('nobody signed up')
    const answer = await fetch(app.url + person.link.api, { headers: { cookie: other.cookie } })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []])
    expect([await isVerified(app, person), await isVerified(app, other)]).toEqual([true, false])
  })
})

/** Hands the browser a session. */
const signIn = (page: Page, app: App, { cookie }: LinkedPerson) =>
  page.context().addCookies([{ name: 'auth-token', value: cookie.split('=')[1] ?? '', url: app.url }])

/** Opens the page and waits until its scripts have done all they do by themselves. */
async function openWithScripts(page: Page, app: App, { link }: LinkedPerson): Promise<void> {
  await page.goto(app.url + link.page, { waitUntil: 'networkidle' })
  await expect(page).toHaveURL(app.url + link.page)
}

test.describe('a link opened in a browser with scripts', () => {
  let person: LinkedPerson
  let stranger: LinkedPerson

  test.beforeEach(async ({ app }) => {
    const [first, second] = await signUpPeople(app, 2)
    if (!first || !second) throw new Error('nobody signed up')
    ;[person, stranger] = [first, second]
  })

  for (const whose of ['nobody', 'somebody else']) {
    test(`that is signed in as ${whose}: no token burnt, nobody verified`, async ({ app, page }) => {
      if (whose !== 'nobody') await signIn(page, app, stranger)
      const before = await standing(app)
      await openWithScripts(page, app, person)
      await expect(page.getByRole('button', { name: 'Vérifier mon email' })).toBeVisible()
      expect(await standing(app)).toEqual(before)
      expect((await openAsPerson(app, person)).status).toBe(200)
    })

    // ASVS 6.4.3
    test(`that is signed in as ${whose}, clicks and fills in: nobody is verified, deleted or signed in`, async ({
      app,
      page,
      complaints,
    }) => {
      test.setTimeout(300_000)
      const before = await standing(app)
      for (const [how, act] of Object.entries(CLICKERS))
        await test.step(how, async () => {
          await page.context().clearCookies()
          // Each as the first to try.
          await query(app, 'delete from rate_limits')
          if (whose !== 'nobody') await signIn(page, app, stranger)
          // A tab of its own: what the last way set off may still lead that one elsewhere.
          const tab = await page.context().newPage()
          await openWithScripts(tab, app, person)
          await act(tab)
          await tab.waitForLoadState('networkidle')
          expect(await standing(app), how).toEqual(before)
          await tab.close()
          const cookies = (await page.context().cookies()).filter(({ name }) => name === 'auth-token')
          expect(cookies, how).toHaveLength(whose === 'nobody' ? 0 : 1)
        })
      // Refused requests.
      complaints.splice(0)
      expect((await openAsPerson(app, person)).status).toBe(200)
      expect([await isVerified(app, person), await isVerified(app, stranger)]).toEqual([true, false])
    })
  }

  // ASVS 3.4.6
  test('in a frame: nothing happens, even with the person’s own session', async ({
    app,
    page,
    complaints,
  }) => {
    await signIn(page, app, person)
    const before = await standing(app)
    await page.goto(`${app.url}/api/health`)
    await page.setContent(`<iframe src="${app.url}${person.link.page}"></iframe>`, {
      waitUntil: 'networkidle',
    })
    expect(await standing(app)).toEqual(before)
    complaints.splice(0)
    await openInOwnBrowser(app, page, person, 'Email vérifié !')
  })

  test('made ready ahead of time in the person’s own browser: asks once it is shown', async ({
    app,
    page,
  }) => {
    await signIn(page, app, person)
    const before = await standing(app)
    await page.addInitScript(() => Object.defineProperty(document, 'prerendering', { value: true }))
    await openWithScripts(page, app, person)
    await expect(page.getByText('Vérification en cours...')).toBeVisible()
    expect(await standing(app)).toEqual(before)
    await page.evaluate(() => document.dispatchEvent(new Event('prerenderingchange')))
    await expect(page.getByText('Email vérifié !')).toBeVisible()
  })

  test('in two tabs of the person’s own browser at once: both say that all is well', async ({
    app,
    page,
  }) => {
    await signIn(page, app, person)
    const tabs = [page, await page.context().newPage()]
    await Promise.all(tabs.map((tab) => tab.goto(app.url + person.link.page)))
    for (const tab of tabs) {
      await expect(
        tab.getByRole('heading', { name: /Email vérifié !|Votre email est déjà vérifié/ }),
      ).toBeVisible()
    }
    const welcomes = `select from email_messages where kind = 'welcome' and user_id = $1`
    expect(await query(app, welcomes, [person.id])).toHaveLength(1)
  })
})
