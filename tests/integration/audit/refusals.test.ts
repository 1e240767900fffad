import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { confirmPassword } from '../../../lib/auth/confirm'
import { DAY, HOUR } from '../../../lib/kernel/clock'
import { LIMITS } from '../../../lib/limit/table'
import { perform } from '../../../lib/operate/perform'
import { createRuntime } from '../../../lib/runtime/create'
import { readSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import { anOperator } from '../../support/operators'
import {
  aVerifiedUser,
  aVisitor,
  createWorld,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' } })

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

const wrong = (email: TestUser['email'], more = {}) =>
  login(
    world.ctx,
    { email, password: 'une autre phrase de passe' },
    aVisitor({ userAgent: FIREFOX, ...more }),
  )

/** The refusals among an account's events, once nothing is under way any more. */
async function refusalsOf(userId: number) {
  await world.ctx.background.settled()
  const { rows } = await world.pool.query(
    `select type, actor_id::int as actor, detail, session, browser, system, country, network, result
     from events where user_id = $1 and result = 'refused' order by id`,
    [userId],
  )
  return rows
}

const FROM_FIREFOX = { browser: 'Firefox', system: 'Linux', country: 'FR', result: 'refused' }

// ASVS 16.2.1, 16.3.1
describe('a refusal is an event of its account', () => {
  it('where a sign-in had the wrong password', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await wrong(person.email)
    expect(await refusalsOf(person.user.id)).toEqual([
      {
        type: 'sign_in_refused',
        actor: null,
        detail: null,
        session: null,
        network: expect.any(Buffer),
        ...FROM_FIREFOX,
      },
    ])
  })

  it('where a sign-in had the right password of a disabled account', async () => {
    const [operator, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    expectOk(await perform(world.ctx, operator.actor, { act: 'disable', userId: person.user.id }))
    const input = { email: person.email, password: PASSWORD }
    expect((await login(world.ctx, input, aVisitor())).ok).toBe(false)
    expect(await refusalsOf(person.user.id)).toMatchObject([
      { type: 'sign_in_refused', detail: 'account_disabled' },
    ])
  })

  it('where a session did not give its password', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const session = await readSession(world.ctx, person.jwt)
    if (!session) throw new Error('no session')
    const given = { session, password: 'une autre phrase de passe', deviceMark: null }
    expect((await confirmPassword(world.ctx, given, aVisitor({ userAgent: FIREFOX }))).ok).toBe(false)
    expect(await refusalsOf(person.user.id)).toMatchObject([
      { type: 'password_refused', actor: person.user.id, session: session.handle, ...FROM_FIREFOX },
    ])
  })

  it('and of no account where there is none', async () => {
    const before = (await world.pool.query('select 1 from events')).rowCount
    await wrong(freshEmail())
    await world.ctx.background.settled()
    expect((await world.pool.query('select 1 from events')).rowCount).toBe(before)
  })

  it('from equal networks with equal hashes, which say nothing elsewhere', async () => {
    const [one, other] = [await aVerifiedUser(world, freshEmail()), await aVerifiedUser(world, freshEmail())]
    await wrong(one.email)
    await wrong(one.email)
    await wrong(one.email, { network: '192.0.2.77' })
    await wrong(other.email)
    const hashes = (await refusalsOf(one.user.id)).map(({ network }) => network.toString('hex')).toSorted()
    expect(new Set(hashes).size).toBe(2)
    const [elsewhere] = await refusalsOf(other.user.id)
    expect(hashes).not.toContain(elsewhere.network.toString('hex'))
  })

  it('and writes nothing into the row of an account that has no key yet', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const row = async () =>
      (await world.pool.query('select * from users where id = $1', [person.user.id])).rows[0]
    await world.pool.query('update users set network_key = null where id = $1', [person.user.id])
    const before = await row()
    await wrong(person.email)
    expect(await refusalsOf(person.user.id)).toMatchObject([{ browser: 'Firefox', network: null }])
    expect(await row()).toEqual(before)
  })
})

it('is waited for when the process stops', async () => {
  const person = await aVerifiedUser(world, freshEmail())
  const runtime = createRuntime(world.ctx.env)
  const input = { email: person.email, password: 'une autre phrase de passe' }
  await login(runtime.ctx, input, aVisitor())
  await runtime.stop()
  expect(await refusalsOf(person.user.id)).toHaveLength(1)
})

describe('refusals do not', () => {
  it('fill the table: a day’s guesses from a thousand networks are twenty events', async () => {
    const strict = await createWorld()
    try {
      const person = await aVerifiedUser(strict, freshEmail())
      const input = { email: person.email, password: 'une autre phrase de passe' }
      const guessFor = async (hours: number) => {
        for (let hour = 0; hour < hours; hour += 1) {
          for (let network = 0; network < LIMITS.loginByAccount.hits + 5; network += 1)
            await login(strict.ctx, input, aVisitor({ network: `198.51.${hour}.${network}` }))
          await strict.ctx.background.settled()
          strict.ctx.now.advance(HOUR)
        }
      }
      const events = async () =>
        (await strict.pool.query(`select 1 from events where type = 'sign_in_refused'`)).rowCount
      await guessFor(2)
      expect(await events()).toBe(LIMITS.refusalEventByAccount.hits)
      strict.ctx.now.advance(DAY - 2 * HOUR)
      await guessFor(1)
      expect(await events()).toBe(2 * LIMITS.refusalEventByAccount.hits)
    } finally {
      await strict.close()
    }
  })

  it('wait for the database, nor make an answer wait', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const locker = await world.pool.connect()
    try {
      await locker.query('begin')
      await locker.query('lock table events in exclusive mode')
      expect((await wrong(person.email)).ok).toBe(false)
      let isSettled = false
      const settled = world.ctx.background.settled().then(() => {
        isSettled = true
      })
      await sleep(300)
      expect(isSettled).toBe(false)
      await locker.query('rollback')
      await settled
    } finally {
      locker.release()
    }
    expect(await refusalsOf(person.user.id)).toHaveLength(1)
  })
})
