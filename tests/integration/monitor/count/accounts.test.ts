import { describe, expect, it } from 'vitest'
import { disown } from '../../../../lib/auth/disown'
import { verifyEmail } from '../../../../lib/auth/verify-email'
import type { Span } from '../../../../lib/i18n/span'
import { DAY, SECOND } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { foldMarks } from '../../../../lib/monitor/count/tallies'
import { sample } from '../../../../lib/monitor/gauge/sample'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const report = (span: Span = '1h') => readReport(world.ctx, span)

describe('accounts', () => {
  const totals = async () => {
    const { figures } = (await report()).users
    return [figures.total, figures.verified, figures.pending, figures.disabled].map(({ value }) => value)
  }

  it('are counted exactly as they come, change and go, folded or not', async () => {
    expect(await totals()).toEqual([0, 0, 0, 0])
    const { token } = await aRegisteredUser(world, toEmailAddress('anna@example.com'))
    expect(await totals()).toEqual([1, 0, 1, 0])
    await aVerifiedUser(world, toEmailAddress('bert@example.com'))
    expect(await totals()).toEqual([2, 1, 1, 0])
    await foldMarks(world.ctx)
    expect((await world.pool.query('select 1 from tally_marks')).rowCount).toBe(0)
    expect(await totals()).toEqual([2, 1, 1, 0])
    await world.pool.query(`update users set disabled_at = now() where email = 'bert@example.com'`)
    expect(await totals()).toEqual([2, 1, 1, 1])
    expectOk(await verifyEmail(world.ctx, token, aVisitor()))
    expect(await totals()).toEqual([2, 2, 0, 1])
    await world.pool.query(`update users set disabled_at = null`)
    await world.pool.query(`update users set last_seen_at = now()`)
    expect(await totals()).toEqual([2, 2, 0, 0])
    const gone = await aRegisteredUser(world, toEmailAddress('carl@example.com'))
    expectOk(await disown(world.ctx, gone.token, aVisitor()))
    expect(await totals()).toEqual([2, 2, 0, 0])
  })

  it('are not counted when the transaction fails', async () => {
    const before = await totals()
    await world.ctx.db
      .transaction(async (tx) => {
        await tx.execute(`insert into users (email, name, password_hash) values ('x@example.com', 'x', 'x')`)
        throw new Error('undone')
      })
      .catch(() => undefined)
    expect(await totals()).toEqual(before)
  })

  it('agree with a full count after many changes at once, while marks are folded', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await world.pool.query(
          `insert into users (email, name, password_hash, email_verified)
           select 'crowd' || $1 || '-' || i || '@example.com', 'x', 'x', i % 3 = 0 from generate_series(1, 25) i`,
          [n],
        )
        await foldMarks(world.ctx)
        await world.pool.query(
          `update users set email_verified = not email_verified, disabled_at = now() where email like $1`,
          [`crowd${n}-1%`],
        )
        await world.pool.query(`delete from users where email like $1`, [`crowd${n}-2%`])
      }),
    )
    const { rows } = await world.pool.query(
      `select count(*)::int as total, count(*) filter (where email_verified)::int as verified,
         count(*) filter (where not email_verified)::int as pending, count(disabled_at)::int as disabled from users`,
    )
    const { total, verified, pending, disabled } = rows[0]
    expect(total).toBeGreaterThan(200)
    expect(await totals()).toEqual([total, verified, pending, disabled])
    await foldMarks(world.ctx)
    expect(await totals()).toEqual([total, verified, pending, disabled])
  })

  it('are active when they were seen in the last 24 hours', async () => {
    const now = world.ctx.now()
    const seen = (email: string, ago: number) =>
      world.pool.query('update users set last_seen_at = $2 where email = $1', [
        email,
        new Date(now.getTime() - ago),
      ])
    await world.pool.query('update users set last_seen_at = null')
    expect((await report()).users.figures.active).toMatchObject({ value: null, why: 'not_sampled' })
    await seen('anna@example.com', DAY - SECOND)
    await seen('bert@example.com', DAY + SECOND)
    await sample(world.ctx)
    const { figures, trends } = (await report()).users
    expect(figures.active.value).toBe(1)
    expect(trends.active.values.at(-1)).toBe(1)
    expect(trends.total.values.at(-1)).toBe(figures.total.value)
  })
})
