import { expect, it } from 'vitest'
import { readSession } from '../../../lib/session/read'
import { call } from '../../support/api'
import { login } from '../../support/entries'
import { aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' }, isServed: true })

const CLIENT = 'browser, system, country'
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** The client of the newest session and of the newest event of a person. */
async function recorded(userId: number) {
  const { rows: sessions } = await world.pool.query(
    `select ${CLIENT} from sessions where user_id = $1 order by created_at desc, handle limit 1`,
    [userId],
  )
  const { rows: events } = await world.pool.query(
    `select ${CLIENT} from events where user_id = $1 and type = 'signed_in' order by id desc limit 1`,
    [userId],
  )
  return { session: sessions[0], event: events[0] }
}

it('a sign-in records browser, system and country of its request in its session and its event', async () => {
  const { user, email } = await aVerifiedUser(world, freshEmail())
  const headers = { 'user-agent': FIREFOX, origin: 'https://auth.huntaze.test' }
  world.ctx.now.advance(1000)
  const response = await call('POST', '/api/auth/login', { headers, json: { email, password: PASSWORD } })
  expect(response.status).toBe(200)
  const client = { browser: 'Firefox', system: 'Windows', country: 'FR' }
  expect(await recorded(user.id)).toEqual({ session: client, event: client })
})

it('a hostile header and an unknown network leave nothing of themselves', async () => {
  const { user, email } = await aVerifiedUser(world, freshEmail())
  const visitor = aVisitor({ userAgent: '<script>alert(1)</script>/1 (x', network: 'unknown' })
  world.ctx.now.advance(1000)
  expectOk(await login({ ...world.ctx, countryOf: async () => null }, { email, password: PASSWORD }, visitor))
  const nothing = { browser: null, system: null, country: null }
  expect(await recorded(user.id)).toEqual({ session: nothing, event: nothing })
})

it('a check of a session asks for no country and reads no header', async () => {
  const { email } = await aVerifiedUser(world, freshEmail())
  const asked: string[] = []
  const ctx = {
    ...world.ctx,
    countryOf: async (network: string) => {
      asked.push(network)
      return null
    },
  }
  const { session } = expectOk(await login(ctx, { email, password: PASSWORD }, aVisitor()))
  expect(asked).toHaveLength(1)
  expect(await readSession(ctx, session.jwt)).not.toBeNull()
  world.serve({ ctx })
  const me = await call('GET', '/api/auth/me', { headers: { cookie: `auth-token=${session.jwt}` } })
  expect(me.status).toBe(200)
  expect(asked).toHaveLength(1)
  world.serve()
})
