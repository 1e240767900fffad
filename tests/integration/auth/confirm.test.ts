import { expect, it } from 'vitest'
import { confirmPassword } from '../../../lib/auth/confirm'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { peekSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })
const WRONG = 'not the passphrase'

async function signedIn(at: World = world) {
  const { jwt, user } = await aRegisteredUser(at, freshEmail())
  const session = await peekSession(at.ctx, jwt)
  if (!session) throw new Error('no session')
  const confirm = (password: string, given = session) =>
    confirmPassword(at.ctx, { session: given, password, deviceMark: null }, aVisitor())
  return { jwt, user, session, confirm }
}

const eventsOf = async (userId: number) => {
  const { rows } = await world.pool.query(
    `select type, result, session, network is not null as network from events
     where user_id = $1 and type like 'password_%' order by id`,
    [userId],
  )
  return rows
}

it('renews the JWT, and neither the handle nor the end of the session', async () => {
  const { jwt, session, confirm, user } = await signedIn()
  world.ctx.now.advance(DAY)
  const renewed = expectOk(await confirm(PASSWORD))
  expect(await peekSession(world.ctx, jwt)).toBeNull()
  const now = await peekSession(world.ctx, renewed.jwt)
  expect(now).toMatchObject({ handle: session.handle, passwordAt: world.ctx.now() })
  expect(now?.id).not.toBe(session.id)
  expect(renewed.expiresAt.getTime()).toBeLessThanOrEqual(world.ctx.now().getTime() + 6 * DAY)
  expect(await eventsOf(user.id)).toEqual([
    { type: 'password_confirmed', result: 'ok', session: session.handle, network: true },
  ])
})

it('records a wrong password, and leaves the session as it is', async () => {
  const { jwt, session, confirm, user } = await signedIn()
  expect(await confirm(WRONG)).toMatchObject({ error: { code: 'invalid_credentials' } })
  expect(await peekSession(world.ctx, jwt)).toEqual(session)
  await world.ctx.background.settled()
  expect(await eventsOf(user.id)).toEqual([
    { type: 'password_refused', result: 'refused', session: session.handle, network: true },
  ])
})

it('renews nothing that ended meanwhile', async () => {
  const { confirm } = await signedIn()
  expectOk(await confirm(PASSWORD))
  expect(await confirm(PASSWORD)).toMatchObject({ error: { code: 'unauthenticated' } })
})

// ASVS 6.3.1
it('shares the tries of signing in, so that it gives a thief no new ones', async () => {
  const strict = await aWorld()
  const { user, confirm } = await signedIn(strict)
  const guesses = await Promise.all(Array.from({ length: 20 }, () => confirm(WRONG)))
  const codes = guesses.map((guess) => (guess.ok ? 'ok' : guess.error.code))
  expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(10)
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(10)
  const { email } = user
  expect(await login(strict.ctx, { email, password: PASSWORD }, aVisitor())).toMatchObject({
    error: { code: 'rate_limited' },
  })
  strict.ctx.now.advance(15 * MINUTE)
  expectOk(await confirm(PASSWORD))
})
