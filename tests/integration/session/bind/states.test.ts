import { describe, expect, it } from 'vitest'
import { meAnswer } from '../../../../app/api/auth/me/account'
import { answerDirectly } from '../../../../lib/http/direct'
import { keySignsOf } from '../../../../lib/http/request/key-signs'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { runtime } from '../../../../lib/runtime/runtime'
import { sealBoundCookie } from '../../../../lib/session/bind/cookie'
import { REQUESTS, verdictOf } from '../../../../lib/session/bind/state'
import { checkSession } from '../../../../lib/session/read'
import { call } from '../../../support/api'
import { aBoundBrowser, anOffer, SKIPPED } from '../../../support/api-answers/bound'
import { BOUND, type BoundBrowser, cookieIn, cookiesOf } from '../../../support/bound-browser'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

/** Answers until the test's end from a world with this `SESSION_BINDING`. */
const serveWith = (sessionBinding: 'operators' | 'all' | 'off') =>
  world.serve({ ctx: { ...world.ctx, env: { ...world.ctx.env, sessionBinding } } })

const ARRIVAL = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' }

/** Short cookies that a request may bring. */
const COOKIES: Record<string, (browser: BoundBrowser) => string | Promise<string>> = {
  none: ({ jwt }) => `auth-token=${jwt}`,
  valid: ({ jwt, dbscId }) => cookiesOf({ jwt, cookie: sealBoundCookie(world.ctx, dbscId) }),
  // Made with the registration: eleven minutes of time have passed since.
  over: cookiesOf,
  forged: ({ jwt }) => cookiesOf({ jwt, cookie: 'A'.repeat(54) }),
  'of another binding': async ({ jwt }) => cookiesOf({ jwt, cookie: (await aBoundBrowser(world)).cookie }),
  'planted beside ours': ({ jwt, dbscId }) =>
    `${cookiesOf({ jwt, cookie: sealBoundCookie(world.ctx, dbscId) })}; ${BOUND}=x`,
}

/** Words of the browser, as headers. */
const WORDS: Record<string, Record<string, string>> = { silent: {}, skipped: SKIPPED, arrives: ARRIVAL }

type Answer = { verdict: string; status: number; code?: string }
const IN: Answer = { verdict: 'let_in', status: 200 }
const REFUSED: Answer = { verdict: 'refuse', status: 401, code: 'device_proof_missing' }
const BOUNCED: Answer = { verdict: 'bounce', status: 401, code: 'device_proof_missing' }
const UNCHECKED: Answer = { verdict: 'unavailable', status: 503, code: 'device_unchecked' }

/** The state table: cookie × word → answer, of a session that was bound eleven minutes ago. */
const CASES: [keyof typeof COOKIES, keyof typeof WORDS, Answer][] = [
  ['valid', 'silent', IN],
  ['valid', 'skipped', IN],
  ['valid', 'arrives', IN],
  ...['none', 'over', 'forged', 'of another binding', 'planted beside ours'].flatMap((cookie) => [
    [cookie, 'silent', REFUSED] as [string, string, Answer],
    [cookie, 'skipped', UNCHECKED] as [string, string, Answer],
    [cookie, 'arrives', BOUNCED] as [string, string, Answer],
  ]),
]

/** Asks with these headers in the three ways in which a session is asked for. */
async function expectAnswer(headers: Record<string, string>, { verdict, status, code }: Answer) {
  const jwt = /auth-token=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? null
  const checked = await checkSession(runtime().ctx, {
    jwt,
    keySigns: keySignsOf(new Headers(headers), 'GET'),
  })
  expect(checked.verdict).toBe(verdict)
  const response = await call('GET', '/api/auth/me', { headers })
  expect(response.status).toBe(status)
  const { answer } = await answerDirectly(runtime(), { path: '/api/auth/me', answer: meAnswer }, headers)
  expect(answer.status).toBe(status)
  if (code) expect([(await response.json()).code, JSON.parse(answer.text).code]).toEqual([code, code])
}

describe('a request with a session that has a key', () => {
  it.each(CASES)('short cookie %s, the browser %s', async (cookie, word, answer) => {
    serveWith('operators')
    const browser = await aBoundBrowser(world)
    world.ctx.now.advance(11 * MINUTE)
    const headers = { cookie: (await COOKIES[cookie]?.(browser)) ?? '', ...WORDS[word] }
    await expectAnswer(headers, answer)
    // Nothing of that ends the session.
    await expectAnswer({ cookie: (await COOKIES.valid?.(browser)) ?? '' }, IN)
  })

  it.each(Object.keys(WORDS))(
    'that is ten seconds old at most is let in without it, the browser %s',
    async (word) => {
      serveWith('operators')
      const { jwt } = await aBoundBrowser(world)
      const headers = { cookie: `auth-token=${jwt}`, ...WORDS[word] }
      world.ctx.now.advance(10 * SECOND - 1)
      await expectAnswer(headers, IN)
      world.ctx.now.advance(1)
      const { verdict } = CASES.find(([cookie, one]) => cookie === 'none' && one === word)?.[2] ?? IN
      expect(
        (await checkSession(world.ctx, { jwt, keySigns: keySignsOf(new Headers(headers), 'GET') })).verdict,
      ).toBe(verdict)
    },
  )

  it.each(Object.keys(WORDS))('is let in where bindings are switched off, the browser %s', async (word) => {
    serveWith('operators')
    const { jwt } = await aBoundBrowser(world)
    world.ctx.now.advance(11 * MINUTE)
    serveWith('off')
    await expectAnswer({ cookie: `auth-token=${jwt}`, ...WORDS[word] }, IN)
  })
})

describe('a request with a session without a key', () => {
  it.each(Object.keys(WORDS))('is let in, the browser %s', async (word) => {
    serveWith('operators')
    const jwt = cookieIn(await anOffer(world), 'auth-token')
    world.ctx.now.advance(11 * MINUTE)
    await expectAnswer({ cookie: `auth-token=${jwt}`, ...WORDS[word] }, IN)
    const stale = (await aBoundBrowser(world)).cookie
    await expectAnswer({ cookie: cookiesOf({ jwt, cookie: stale }), ...WORDS[word] }, IN)
  })
})

it('a copied auth-token is refused in a second browser, and the first one goes on', async () => {
  serveWith('operators')
  const browser = await aBoundBrowser(world)
  world.ctx.now.advance(10 * SECOND)
  await expectAnswer({ cookie: `auth-token=${browser.jwt}`, 'user-agent': 'a thief' }, REFUSED)
  await expectAnswer({ cookie: cookiesOf(browser) }, IN)
})

it('navigations that another site began are told by method, mode and site', () => {
  const isArrival = (method: string, mode: string, site?: string) =>
    keySignsOf(new Headers({ 'sec-fetch-mode': mode, ...(site && { 'sec-fetch-site': site }) }), method)
      .isArrival
  expect(isArrival('GET', 'navigate', 'cross-site')).toBe(true)
  expect(isArrival('GET', 'navigate', 'same-site')).toBe(true)
  for (const [method, mode, site] of [
    ['GET', 'navigate', 'same-origin'],
    ['GET', 'navigate', 'none'],
    ['GET', 'navigate', undefined],
    ['POST', 'navigate', 'cross-site'],
    ['HEAD', 'navigate', 'cross-site'],
    ['GET', 'cors', 'cross-site'],
  ] as const)
    expect([method, mode, site, isArrival(method, mode, site)]).toEqual([method, mode, site, false])
})

it('the table has an answer for each state, and each of its lines is of use', () => {
  const used = new Set<string>()
  for (const row of ['unbound', 'new', 'bound'] as const)
    for (const cookie of ['valid', 'none'] as const)
      for (const browser of ['silent', 'arrives', 'skipped'] as const) {
        const verdict = verdictOf({ row, cookie, browser })
        used.add(
          String(
            REQUESTS.findIndex(
              (line) =>
                line.verdict === verdict &&
                [row, undefined].includes(line.row) &&
                [cookie, undefined].includes(line.cookie) &&
                [browser, undefined].includes(line.browser),
            ),
          ),
        )
      }
  expect(used.size).toBe(REQUESTS.length)
})
