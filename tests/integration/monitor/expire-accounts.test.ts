import { describe, expect, it } from 'vitest'
import { register } from '../../../lib/auth/register'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, SECOND } from '../../../lib/kernel/clock'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { newestMessage } from '../../support/messages'
import { anOperator } from '../../support/operators'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
  type World,
} from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

const exists = async ({ pool }: World, { user }: Pick<TestUser, 'user'>): Promise<boolean> =>
  (await pool.query('select 1 from users where id = $1', [user.id])).rowCount === 1

const change = (world: World, { user }: Pick<TestUser, 'user'>, set: string) =>
  world.pool.query(`update users set ${set} where id = $1`, [user.id])

/** Somebody who signed up; no message leaves by itself. */
async function aSignUp({ ctx }: World): Promise<Pick<TestUser, 'user' | 'email'>> {
  const email = freshEmail()
  const { user } = expectOk(
    await register(ctx, { name: 'Jean Dupont', email, password: PASSWORD }, aVisitor()),
  )
  return { user, email }
}

// ASVS 14.2.7
describe('an account that nobody verified', () => {
  it('lives thirty days, and not a second longer', async () => {
    const world = await aWorld()
    const person = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(30 * DAY - SECOND)
    expect(await cleanUp(world.ctx)).toMatchObject({ users: 0 })
    expect(await exists(world, person)).toBe(true)
    world.ctx.now.advance(SECOND)
    expect(await cleanUp(world.ctx)).toMatchObject({ users: 1 })
    expect(await exists(world, person)).toBe(false)
  })

  it('goes as after "this was not me": sessions, links, waiting mail; the event stays, the address is free', async () => {
    const world = await aWorld()
    const { user, email } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(30 * DAY)
    await cleanUp(world.ctx)
    for (const table of ['sessions', 'email_verification_tokens'])
      expect((await world.pool.query(`select 1 from ${table} where user_id = $1`, [user.id])).rowCount).toBe(
        0,
      )
    const { rows } = await world.pool.query(
      'select type, actor_id from events where user_id = $1 order by id desc limit 1',
      [user.id],
    )
    expect(rows).toEqual([{ type: 'account_expired', actor_id: null }])
    expectOk(await register(world.ctx, { name: 'Jeanne', email, password: PASSWORD }, aVisitor()))
  })

  it.each([
    ['that was verified in time', async (world: World) => aVerifiedUser(world, freshEmail())],
    [
      'that was imported',
      async (world: World) => {
        const person = await aRegisteredUser(world, freshEmail())
        await change(world, person, 'unverified_since = null')
        return person
      },
    ],
    [
      'that is disabled',
      async (world: World) => {
        const person = await aRegisteredUser(world, freshEmail())
        await change(world, person, 'disabled_at = now()')
        return person
      },
    ],
    [
      'of an operator',
      async (world: World) => {
        const { user } = await anOperator(world)
        await change(world, { user }, 'email_verified = false')
        return { user }
      },
    ],
    [
      'whose address refuses mail',
      async (world: World) => {
        const person = await aRegisteredUser(world, freshEmail())
        const { id: messageId } = await newestMessage(world, person.user.id)
        await suppress(world.ctx, { recipientHash: recipientHash(person.email), reason: 'bounce', messageId })
        return person
      },
    ],
    ['whose mail still waits', (world: World) => aSignUp(world)],
    [
      'whose mail was given up here',
      async (world: World) => {
        const person = await aSignUp(world)
        world.ctx.mail.fail(Object.assign(new Error('no'), { name: 'MessageRejected' }))
        await deliverDue(world.ctx)
        await world.pool.query(
          `update email_messages set status = 'dead', sealed = null, settled_at = now() where user_id = $1 and status <> 'sent'`,
          [person.user.id],
        )
        return person
      },
    ],
  ])('%s stays', async (_whose, make) => {
    const world = await aWorld()
    const person = await make(world)
    world.ctx.now.advance(60 * DAY)
    await cleanUp(world.ctx)
    expect(await exists(world, person)).toBe(true)
  })

  it('whose mail the provider took and gave up later goes', async () => {
    const world = await aWorld()
    const person = await aRegisteredUser(world, freshEmail())
    await world.pool.query(`update email_messages set status = 'dead' where user_id = $1`, [person.user.id])
    world.ctx.now.advance(30 * DAY)
    await cleanUp(world.ctx)
    expect(await exists(world, person)).toBe(false)
  })

  it('is kept where UNVERIFIED_ACCOUNT_DAYS is 0, and for as long as it says', async () => {
    for (const [days, isLeft] of [
      ['0', true],
      ['31', true],
      ['7', false],
    ] as const) {
      const world = await aWorld({ env: { UNVERIFIED_ACCOUNT_DAYS: days } })
      const person = await aRegisteredUser(world, freshEmail())
      world.ctx.now.advance(30 * DAY)
      await cleanUp(world.ctx)
      expect(await exists(world, person)).toBe(isLeft)
    }
  })

  it('is deleted once by several cleaners at once, in batches', async () => {
    const world = await aWorld()
    const { user } = await aSignUp(world)
    await world.pool.query(
      `insert into users (email, name, password_hash, unverified_since)
       select i || '@example.net', 'Jean', '-', $1 from generate_series(1, 250) i`,
      [world.ctx.now()],
    )
    world.ctx.now.advance(30 * DAY)
    const counts = await Promise.all([1, 2, 3].map(() => cleanUp(world.ctx)))
    expect(counts.reduce((sum, { users = 0 }) => sum + users, 0)).toBe(250)
    const { rows } = await world.pool.query(
      `select count(*)::int as n from events where type = 'account_expired'`,
    )
    expect(rows).toEqual([{ n: 250 }])
    expect(await exists(world, { user })).toBe(true)
  })

  it('and is verified at the same moment: either, never both', async () => {
    const world = await aWorld({ env: { UNVERIFIED_ACCOUNT_DAYS: '1', RATE_LIMIT_SCALE: '100' } })
    for (let round = 0; round < 10; round += 1) {
      const person = await aRegisteredUser(world, freshEmail())
      await change(world, person, `unverified_since = unverified_since - interval '1 day'`)
      const [verified] = await Promise.all([
        verifyEmail(world.ctx, person.token, aVisitor()),
        cleanUp(world.ctx),
      ])
      expect(await exists(world, person)).toBe(verified.ok)
    }
  })
})
