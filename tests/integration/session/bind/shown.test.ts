import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../../lib/kernel/clock'
import { readPerson } from '../../../../lib/operate/read'
import { call } from '../../../support/api'
import { aBoundBrowser } from '../../../support/api-answers/bound'
import { cookiesOf, proofOf, refresh } from '../../../support/bound-browser'
import { anOperator } from '../../../support/operators'
import { PASSWORD } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const userOf = async (dbscId: string): Promise<number> => {
  const { rows } = await world.pool.query(
    'select user_id from sessions join session_keys on session_id = sessions.id where dbsc_id = $1',
    [dbscId],
  )
  return Number(rows[0].user_id)
}

describe('whether a session is bound', () => {
  it('is shown to its person and to operators', async () => {
    const browser = await aBoundBrowser(world)
    const headers = { cookie: cookiesOf(browser) }
    const { sessions } = await (await call('GET', '/api/account/sessions', { headers })).json()
    expect(sessions.map(({ current, bound }: Record<string, boolean>) => [current, bound])).toEqual([
      [false, false],
      [true, true],
    ])
    const person = await readPerson(world.ctx, await userOf(browser.dbscId))
    expect(person?.sessions.map(({ bound }) => bound).toSorted()).toEqual([false, true])
    const { user } = await anOperator(world)
    expect((await readPerson(world.ctx, user.id))?.sessions.map(({ bound }) => bound)).toEqual([false])
  })

  it('stays when the session is renewed: by a proof, by a new password', async () => {
    const browser = await aBoundBrowser(world)
    let { jwt } = browser
    const asNow = () => ({ cookie: cookiesOf({ ...browser, jwt }) })
    const renewals = [
      () => call('POST', '/api/auth/confirm', { headers: asNow(), json: { password: PASSWORD } }),
      () =>
        call('POST', '/api/account/password', {
          headers: asNow(),
          json: { currentPassword: PASSWORD, newPassword: 'une tout autre phrase de passe' },
        }),
    ]
    for (const renew of renewals) {
      const response = await renew()
      expect([response.status, response.headers.get('secure-session-registration')]).toEqual([200, null])
      const former = jwt
      jwt = /auth-token=([^;]+)/.exec(response.headers.getSetCookie().join())?.[1] ?? ''
      expect(jwt).not.toBe(former)
      // The short cookie of before is good for it, and so is the key.
      expect((await call('GET', '/api/auth/me', { headers: asNow() })).status).toBe(200)
      const { status } = await refresh(browser.dbscId, proofOf(browser.key, { jti: browser.challenge }))
      expect(status).toBe(204)
      world.ctx.now.advance(MINUTE)
      expect((await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${jwt}` } })).status).toBe(
        401,
      )
    }
  })

  it('ends with the session: sessions that others ended, and a disabled account', async () => {
    const [one, other] = [await aBoundBrowser(world), await aBoundBrowser(world)]
    await world.pool.query('delete from sessions where user_id = $1', [await userOf(one.dbscId)])
    await world.pool.query('update users set disabled_at = now() where id = $1', [await userOf(other.dbscId)])
    for (const { dbscId } of [one, other])
      expect(await (await refresh(dbscId)).json()).toEqual({ session_identifier: dbscId, continue: false })
  })
})

it('a refused session can be signed out, and its person signs in again', async () => {
  const browser = await aBoundBrowser(world)
  world.ctx.now.advance(11 * MINUTE)
  const headers = { cookie: `auth-token=${browser.jwt}` }
  expect((await call('GET', '/api/auth/me', { headers })).status).toBe(401)
  await world.ctx.background.settled()
  const userId = await userOf(browser.dbscId)
  const { rows } = await world.pool.query(
    `select detail, actor_id from events where type = 'device_refused' and user_id = $1`,
    [userId],
  )
  expect(rows).toEqual([{ detail: 'missing', actor_id: null }])
  const signedOut = await call('POST', '/api/auth/logout', { headers })
  expect(signedOut.headers.get('clear-site-data')).toContain('"storage"')
  expect((await refresh(browser.dbscId)).status).toBe(200)
})
