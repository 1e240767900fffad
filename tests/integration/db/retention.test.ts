import { describe, expect, it, vi } from 'vitest'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { createMailboxTransport } from '../../../lib/email/transport/mailbox/mailbox'
import { DAY, HOUR, SECOND, systemClock } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { aRegisteredUser, aVerifiedUser, aVisitor } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

/** Accounts stay, so that what belongs to them reaches its own age. */
const KEPT = { env: { UNVERIFIED_ACCOUNT_DAYS: '0' } }

const world = sharedWorld(KEPT)

// ASVS 14.2.4, 14.2.7
describe('clean-up', () => {
  it('deletes nothing that still says something', async () => {
    await aRegisteredUser(world, toEmailAddress('young@example.com'))
    await aVerifiedUser(world, toEmailAddress('verified@example.com'))
    const deleted = await cleanUp(world.ctx)
    expect(Object.values(deleted).reduce((sum, rows) => sum + rows)).toBe(0)
  })

  it.each([
    ['rate_limits', LIFETIMES.familiarNetwork],
    ['sessions', 7 * DAY],
    ['email_verification_uses', 30 * DAY],
    ['email_verification_tokens', 31 * DAY],
    ['email_messages', 90 * DAY],
    ['mailbox_messages', 7 * DAY],
    ['signups', 31 * DAY],
  ])('deletes %s at its age, not a second earlier', async (table, age) => {
    const fresh = await aWorld(KEPT)
    await aRegisteredUser(fresh, toEmailAddress('young@example.com'))
    await aVerifiedUser(fresh, toEmailAddress('verified@example.com'))
    for (const email of fresh.ctx.mail.sent) await createMailboxTransport(fresh.ctx).send(email)
    const rows = async () => (await fresh.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n
    const before = await rows()
    expect(before).toBeGreaterThan(0)
    fresh.ctx.now.advance(age - SECOND)
    await cleanUp(fresh.ctx)
    expect(await rows()).toBeGreaterThan(0)
    fresh.ctx.now.advance(SECOND)
    await cleanUp(fresh.ctx)
    expect(await rows()).toBe(0)
  })

  it('believes a wall clock only as far as the database’s', async () => {
    const fresh = await aWorld(KEPT)
    const ctx = { ...fresh.ctx, now: systemClock }
    const sessions = async () => (await fresh.pool.query('select 1 from sessions')).rowCount
    try {
      await aRegisteredUser(
        { ...fresh, ctx: { ...fresh.ctx, now: Object.assign(() => new Date(), { advance() {} }) } },
        toEmailAddress('young@example.com'),
      )
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 731 * DAY })
      await cleanUp(ctx)
      expect(await sessions()).toBe(1)
      await fresh.pool.query(`update sessions set expires_at = now() - interval '1 second'`)
      await cleanUp(ctx)
      expect(await sessions()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('never deletes a message that still has to be sent, however old', async () => {
    const { pool, ctx } = world
    await pool.query(
      `update email_messages set status = 'queued', sealed = '\\x00', settled_at = null where kind = 'welcome'`,
    )
    ctx.now.advance(365 * DAY)
    await cleanUp(ctx)
    expect((await pool.query('select status from email_messages')).rows).toEqual([{ status: 'queued' }])
  })

  it('works in bounded batches, and through two processes at once', async () => {
    const { pool, ctx } = world
    await pool.query(
      `insert into rate_limits (key, hits, expires_at) select decode(md5(i::text), 'hex'), 1, $1 from generate_series(1, 2500) i`,
      [ctx.now()],
    )
    const [one, other] = await Promise.all([cleanUp(ctx), cleanUp(ctx)])
    expect((one.rate_limits ?? 0) + (other.rate_limits ?? 0)).toBeGreaterThanOrEqual(2500)
    expect((await pool.query('select 1 from rate_limits')).rowCount).toBe(0)
  })

  it('lets a late visitor read "expired" for thirty days, then "invalid"', async () => {
    const fresh = await aWorld(KEPT)
    const { token } = await aRegisteredUser(fresh, toEmailAddress('late@example.com'))
    const code = async () => {
      await cleanUp(fresh.ctx)
      const outcome = await verifyEmail(fresh.ctx, token, aVisitor())
      return outcome.ok ? 'ok' : outcome.error.code
    }
    fresh.ctx.now.advance(31 * DAY - HOUR)
    expect(await code()).toBe('token_expired')
    fresh.ctx.now.advance(HOUR)
    expect(await code()).toBe('invalid_token')
  })
})
