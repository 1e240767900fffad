import { beforeEach, describe, expect, it } from 'vitest'
import { verifyEmail } from '../../../../lib/auth/verify-email'
import { fulfilWishes } from '../../../../lib/email/dead/fulfil'
import { RESEND_INTERVAL } from '../../../../lib/email/dead/wish'
import { deliverDue } from '../../../../lib/email/send/worker'
import { DAY, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { tokenFor } from '../../../support/mail'
import { aVisitor, expectOk } from '../../../support/world'
import { deadWorld } from './dead-world'

const { world, aLostPerson, messagesOf, wish, fulfil } = deadWorld()

const CAUSE = 'IdentityNotVerified'

beforeEach(async () => {
  await world.pool.query('delete from email_messages; delete from email_throttle')
})

const states = async (person: Parameters<typeof messagesOf>[0]) =>
  (await messagesOf(person)).map(({ status, resend_result }) => [status, resend_result])

/** Dead messages of one cause, of as many people made up. */
const manyDead = (count: number) =>
  world.pool.query(
    `insert into email_messages (kind, status, last_error, due_at, created_at, settled_at)
     select 'welcome', 'dead', '${CAUSE}', $1, $1, $1 from generate_series(1, $2)`,
    [world.ctx.now(), count],
  )

const wished = async (): Promise<Date[]> => {
  const { rows } = await world.pool.query(
    'select resend_at from email_messages where resend_at is not null order by resend_at',
  )
  return rows.map(({ resend_at }) => resend_at)
}

describe('a wish to send all of a cause again', () => {
  it('gives each person a fresh link that works, long after the first one ran out', async () => {
    const people = [await aLostPerson(CAUSE), await aLostPerson(CAUSE)]
    world.ctx.now.advance(2 * DAY)
    for (const { token } of people)
      expect(await verifyEmail(world.ctx, token, aVisitor())).toMatchObject({
        error: { code: 'token_expired' },
      })
    expect(await wish(CAUSE)).toBe(2)
    world.ctx.now.advance(SECOND)
    await deliverDue(world.ctx)
    for (const person of people) {
      expect(await states(person)).toEqual([
        ['dead', 'sent'],
        ['sent', null],
      ])
      expectOk(await verifyEmail(world.ctx, tokenFor(world.ctx.mail, person.email), aVisitor()))
    }
  })

  it('leaves other causes alone, and what somebody gave up on purpose', async () => {
    const [other, corrected] = [await aLostPerson('PolicyRefused'), await aLostPerson('AddressCorrected')]
    expect(await wish(CAUSE)).toBe(0)
    expect(await wish('AddressCorrected')).toBe(0)
    world.ctx.now.advance(MINUTE)
    await fulfil()
    for (const person of [other, corrected]) expect(await states(person)).toEqual([['dead', null]])
  })

  it('is due five a second at most, behind wishes before it, however many ask', async () => {
    await manyDead(2_000)
    await world.pool.query(`update email_messages set last_error = 'PolicyRefused' where id % 2 = 0`)
    const counts = await Promise.all([wish(CAUSE), wish('PolicyRefused'), wish(CAUSE), wish('PolicyRefused')])
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 1000, 1000])
    const moments = (await wished()).map((at) => at.getTime())
    const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0))
    expect(moments).toHaveLength(2_000)
    expect(Math.min(...gaps)).toBe(RESEND_INTERVAL)
    expect((moments.at(-1) ?? 0) - world.ctx.now().getTime()).toBe(2_000 * RESEND_INTERVAL)
  })

  it('is fulfilled once by many workers at once', async () => {
    const people = [await aLostPerson(CAUSE), await aLostPerson(CAUSE), await aLostPerson(CAUSE)]
    await wish(CAUSE)
    world.ctx.now.advance(MINUTE)
    await Promise.all(Array.from({ length: 8 }, fulfil))
    for (const person of people) expect((await messagesOf(person)).length).toBe(2)
    expect(await wished()).toEqual([])
  })

  it('that breaks off in the middle is neither lost nor fulfilled twice', async () => {
    const person = await aLostPerson(CAUSE)
    await wish(CAUSE)
    world.ctx.now.advance(MINUTE)
    // The letter cannot be stored: the note that it was sent goes with it.
    await world.pool.query(
      `alter table email_messages add constraint broken check (status <> 'queued') not valid`,
    )
    await fulfil()
    expect(await states(person)).toEqual([['dead', null]])
    expect(world.logged.some((line) => line.includes('email_not_resent'))).toBe(true)
    await world.pool.query('alter table email_messages drop constraint broken')
    await fulfil()
    expect(await states(person)).toHaveLength(1)
    world.ctx.now.advance(MINUTE)
    await fulfil()
    await fulfil()
    expect(await states(person)).toEqual([
      ['dead', 'sent'],
      ['queued', null],
    ])
  })

  it('waits while other mail is due, and while the rest of the day’s allowance is for others', async () => {
    const person = await aLostPerson(CAUSE)
    await wish(CAUSE)
    world.ctx.now.advance(MINUTE)
    await world.pool.query(
      `insert into email_messages (kind, status, sealed, due_at, created_at)
       select 'welcome', 'queued', '\\x00', $1, $1 from generate_series(1, 20)`,
      [world.ctx.now()],
    )
    await fulfil()
    expect(await states(person)).toHaveLength(1)
    await world.pool.query(`delete from email_messages where kind = 'welcome'`)
    await world.pool.query('insert into email_throttle (id, remaining_today) values (1, 99)')
    await fulfil()
    expect(await states(person)).toHaveLength(1)
    await world.pool.query('update email_throttle set remaining_today = 100')
    await fulfil()
    expect(await states(person)).toHaveLength(2)
  })

  it('ends where a late report says that the message arrived', async () => {
    const person = await aLostPerson(CAUSE)
    await wish(CAUSE)
    await world.pool.query(`update email_messages set status = 'delivered' where user_id = $1`, [
      person.user.id,
    ])
    world.ctx.now.advance(MINUTE)
    await fulfil()
    expect(await states(person)).toEqual([['delivered', null]])
    expect(await wished()).toEqual([])
  })

  it('is put off while the recipient has had enough mail, and not forgotten', async () => {
    const person = await aLostPerson(CAUSE)
    const strict = { ...world.ctx, env: { ...world.ctx.env, rateLimitScale: 1 } }
    // The link at sign-up was counted under the wide limits: these two are under the narrow ones.
    await wish(CAUSE)
    world.ctx.now.advance(MINUTE)
    await world.pool.query(`update rate_limits set hits = 1000, expires_at = $1`, [
      new Date(world.ctx.now().getTime() + 10 * MINUTE),
    ])
    await fulfilWishes(strict)
    expect(await states(person)).toEqual([['dead', null]])
    expect(await wished()).toHaveLength(1)
    world.ctx.now.advance(11 * MINUTE)
    await fulfilWishes(strict)
    expect(await states(person)).toHaveLength(2)
  })
})
