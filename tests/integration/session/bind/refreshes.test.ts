import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../lib/db/client'
import { DAY, HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { makeChallenge } from '../../../../lib/session/bind/challenge'
import { isBoundCookie } from '../../../../lib/session/bind/cookie'
import { call } from '../../../support/api'
import { aBoundBrowser, anOffer } from '../../../support/api-answers/bound'
import {
  BOUND,
  type BoundBrowser,
  bind,
  challengeIn,
  cookieIn,
  cookiesOf,
  newKey,
  proofOf,
  refresh,
} from '../../../support/bound-browser'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

type Off = 'operators' | 'off'
const serveWith = (sessionBinding: Off) =>
  world.serve({ ctx: { ...world.ctx, env: { ...world.ctx.env, sessionBinding } } })

const keysOf = async (dbscId: string): Promise<number> =>
  (await world.pool.query('select from session_keys where dbsc_id = $1', [dbscId])).rowCount ?? 0

const bindingChallenge = (id: string) => makeChallenge(world.ctx, { of: 'binding', id })

/** Proofs that a browser may send. */
const PROOFS: Record<string, (browser: BoundBrowser) => string | undefined> = {
  none: () => undefined,
  right: ({ key, dbscId }) => proofOf(key, { jti: bindingChallenge(dbscId) }),
  'right, quoted': ({ key, dbscId }) => `"${proofOf(key, { jti: bindingChallenge(dbscId) })}"`,
  // Sixteen minutes have passed since it was made.
  old: ({ key, challenge }) => proofOf(key, { jti: challenge }),
  'of another key': ({ dbscId }) => proofOf(newKey(), { jti: bindingChallenge(dbscId) }),
  'over a challenge for another binding': ({ key }) => proofOf(key, { jti: bindingChallenge('another') }),
  'over a challenge of ours for a registration': ({ key, dbscId }) =>
    proofOf(key, { jti: makeChallenge(world.ctx, { of: 'registration', id: dbscId }) }),
  unreadable: () => 'no proof at all',
}

/** Rows of a session at the refresh. */
const ROWS: Record<string, (browser: BoundBrowser) => unknown> = {
  open: () => {},
  'signed out': (browser) =>
    call('POST', '/api/auth/logout', { headers: { cookie: `auth-token=${browser.jwt}` } }),
  'of a disabled account': ({ dbscId }) =>
    world.pool.query(
      `update users set disabled_at = now() where id = (select user_id from sessions
        join session_keys on session_id = sessions.id where dbsc_id = $1)`,
      [dbscId],
    ),
  'run out': ({ dbscId }) =>
    world.pool.query(
      `update sessions set expires_at = $2 where id = (select session_id from session_keys where dbsc_id = $1)`,
      [dbscId, world.ctx.now()],
    ),
  'idle for an hour': () => world.ctx.now.advance(HOUR),
}

async function expectEnd(response: Response, dbscId: string) {
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ session_identifier: dbscId, continue: false })
  expect(response.headers.getSetCookie()).toEqual([])
}

async function expectChallenge(response: Response, { key, dbscId }: BoundBrowser) {
  expect(response.status).toBe(403)
  expect(response.headers.getSetCookie()).toEqual([])
  const again = await refresh(dbscId, proofOf(key, { jti: challengeIn(response) }))
  await expectRenewal(again, dbscId)
}

async function expectRenewal(response: Response, dbscId: string) {
  expect(response.status).toBe(204)
  expect(await response.text()).toBe('')
  expect(isBoundCookie(world.ctx, dbscId, cookieIn(response, BOUND))).toBe(true)
  expect(response.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-auth-bound=[\w-]{54}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    ),
  ])
  expect(challengeIn(response)).not.toBe('')
}

describe('a refresh', () => {
  const answers = { right: 'renewed', 'right, quoted': 'renewed' } as Record<string, string>

  it.each(Object.keys(PROOFS))('of an open session, proof %s', async (name) => {
    serveWith('operators')
    const browser = await aBoundBrowser(world)
    world.ctx.now.advance(16 * MINUTE)
    const response = await refresh(browser.dbscId, PROOFS[name]?.(browser))
    if (answers[name] === 'renewed') await expectRenewal(response, browser.dbscId)
    else await expectChallenge(response, browser)
    expect(await keysOf(browser.dbscId)).toBe(1)
  })

  it.each(
    Object.keys(ROWS).flatMap((row) =>
      row === 'open' ? [] : Object.keys(PROOFS).map((proof) => [row, proof]),
    ),
  )('of a session %s, proof %s, ends the binding', async (row, proof) => {
    serveWith('operators')
    const browser = await aBoundBrowser(world)
    await ROWS[row]?.(browser)
    await expectEnd(await refresh(browser.dbscId, PROOFS[proof]?.(browser)), browser.dbscId)
  })

  it.each(Object.keys(PROOFS))(
    'ends the binding on both sides where it is switched off, proof %s',
    async (proof) => {
      serveWith('operators')
      const browser = await aBoundBrowser(world)
      world.ctx.now.advance(16 * MINUTE)
      serveWith('off')
      await expectEnd(await refresh(browser.dbscId, PROOFS[proof]?.(browser)), browser.dbscId)
      expect(await keysOf(browser.dbscId)).toBe(0)
      // Switched on again, the session goes on, without a key.
      serveWith('operators')
      const me = await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${browser.jwt}` } })
      expect(me.status).toBe(200)
    },
  )

  it('of nobody’s binding ends it', async () => {
    serveWith('operators')
    await expectEnd(await refresh('nobody'), 'nobody')
  })

  it('takes RSA, and the challenge of the registration spares the first 403', async () => {
    serveWith('operators')
    const { key, dbscId, challenge } = await bind(await anOffer(world), 'RS256')
    await expectRenewal(await refresh(dbscId, proofOf(key, { jti: challenge }, { alg: 'RS256' })), dbscId)
  })

  it('is noted in the row, and does not keep an operator’s idle session alive', async () => {
    serveWith('operators')
    const browser = await aBoundBrowser(world)
    const { rows: before } = await world.pool.query(
      'select last_seen_at from sessions order by created_at desc limit 1',
    )
    for (let turn = 0; turn < 5; turn += 1) {
      world.ctx.now.advance(10 * MINUTE)
      await expectRenewal(await refresh(browser.dbscId, PROOFS.right?.(browser)), browser.dbscId)
    }
    const { rows } = await world.pool.query('select refreshed_at from session_keys where dbsc_id = $1', [
      browser.dbscId,
    ])
    expect(rows[0].refreshed_at.getTime()).toBe(world.ctx.now().getTime())
    const { rows: after } = await world.pool.query(
      'select last_seen_at from sessions order by created_at desc limit 1',
    )
    expect(after).toEqual(before)
    world.ctx.now.advance(10 * MINUTE)
    await expectEnd(await refresh(browser.dbscId, PROOFS.right?.(browser)), browser.dbscId)
  })

  it('by another key is counted, in the log and an event of the account, without a secret', async () => {
    serveWith('operators')
    world.ctx.now.advance(DAY)
    const logged = world.logged.length
    const browser = await aBoundBrowser(world)
    const proof = PROOFS['of another key']?.(browser) ?? ''
    await refresh(browser.dbscId, proof)
    await refresh(browser.dbscId, PROOFS.old?.(browser))
    await world.ctx.background.settled()
    const { rows } = await world.pool.query(
      `select type, detail, result, actor_id, session from events where type = 'device_refused' and user_id =
        (select user_id from sessions join session_keys on session_id = sessions.id where dbsc_id = $1)`,
      [browser.dbscId],
    )
    expect(rows).toEqual([
      { type: 'device_refused', detail: 'wrong', result: 'refused', actor_id: null, session: null },
    ])
    const counted = await world.pool.query(
      'select day, outcome, amount from binding_counts where day = $1 order by outcome',
      [`${world.ctx.now().toISOString().slice(0, 10)}T00:00:00Z`],
    )
    expect(counted.rows.map(({ outcome, amount }) => [outcome, Number(amount)])).toEqual([
      ['refused_wrong', 1],
      ['registered', 1],
    ])
    const lines = world.logged.slice(logged).filter((line) => line.includes('device_proof_wrong'))
    expect(lines).toHaveLength(1)
    for (const secret of [browser.dbscId, browser.jwt, browser.cookie, proof])
      expect(world.logged.join('\n')).not.toContain(secret)
  })

  it('answers 503 while the database is away, and 500 at a surprise: the browser keeps the binding', async () => {
    serveWith('operators')
    const browser = await aBoundBrowser(world)
    const away = openDatabase('postgres://somebody@127.0.0.1:1/huntaze', world.ctx.log)
    world.serve({ ctx: { ...world.ctx, db: away.db } })
    expect((await refresh(browser.dbscId, PROOFS.right?.(browser))).status).toBe(503)
    await away.pool.end()
    serveWith('operators')
    await expectRenewal(await refresh(browser.dbscId, PROOFS.right?.(browser)), browser.dbscId)
  })

  it('comes from anywhere and under no limit, and takes no cookie', async () => {
    world.serve({ ctx: { ...world.ctx, env: { ...world.ctx.env, rateLimitScale: 1e-6 } } })
    const browser = await aBoundBrowserUnlimited()
    for (let turn = 0; turn < 40; turn += 1)
      expect((await refresh(browser.dbscId, 'no proof')).status).toBe(403)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { cookie: 'auth-token=x', 'user-agent': 'Mozilla/5.0' },
      { cookie: cookiesOf({ jwt: 'x', cookie: 'y' }) },
    ] as Record<string, string>[]) {
      const response = await call('POST', '/api/auth/bound/refresh', {
        headers: {
          'sec-secure-session-id': browser.dbscId,
          'secure-session-response': PROOFS.right?.(browser) ?? '',
          ...headers,
        },
      })
      await expectRenewal(response, browser.dbscId)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

/** Signs in under ordinary limits, whatever is served. */
async function aBoundBrowserUnlimited(): Promise<BoundBrowser> {
  const served = { ctx: { ...world.ctx, env: { ...world.ctx.env, rateLimitScale: 1e-6 } } }
  serveWith('operators')
  const browser = await aBoundBrowser(world)
  world.serve(served)
  return browser
}
