import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { App } from '../support/app'
import { type MailedLink, OPENINGS, type Opening } from '../support/scanners'
import { expect, test } from './fixtures'
import { type LinkedPerson, signUpPeople } from './linked-people'
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
})
