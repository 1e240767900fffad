import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { followDatabaseClock } from '../../../lib/db/clock'
import { refreshQuota, reserveSlot, slowDown } from '../../../lib/email/send/throttle'
import { deliverDue, runWorker } from '../../../lib/email/send/worker'
import { SendError } from '../../../lib/email/transport/send-error'
import { createSmtpTransport } from '../../../lib/email/transport/smtp/smtp'
import { DAY, SECOND, type WallClock, wallClock } from '../../../lib/kernel/clock'
import type { Context } from '../../../lib/kernel/context'
import { evaluateAlarms } from '../../../lib/monitor/alarm/evaluate'
import { tendCanary } from '../../../lib/monitor/canary/tend'
import { cleanUp } from '../../../lib/monitor/clean-up'
import { aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../support/world'
import { aWorld } from '../../support/world-lifetime'

/** How far the second server is ahead: more than a lease, with nothing else wrong with it. */
const SKEW = 150 * SECOND

/** A server with a clock of its own. */
type Server = Context & { now: WallClock }

/** Two servers on one database: the machine of the second is ahead. */
async function twoServers(
  env: Record<string, string> = {},
): Promise<{ world: World; servers: [Server, Server] }> {
  const world = await aWorld({ env })
  const server = (ahead: number): Server => ({ ...world.ctx, now: wallClock(() => Date.now() + ahead) })
  return { world, servers: [server(0), server(SKEW)] }
}

const signUp = async (ctx: Context) =>
  expectOk(await register(ctx, { name: 'Jean', email: freshEmail(), password: PASSWORD }, aVisitor()))

/** An SMTP server that takes its time to answer. @returns its address, and the subjects it took */
async function slowSmtpServer(delay: number): Promise<{ url: string; taken: string[] }> {
  const taken: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      taken.push(envelope.rcptTo.map(({ address }) => address).join())
      stream.resume().on('end', () => setTimeout(done, delay))
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, taken }
}

describe('a server whose clock is 150 seconds ahead', () => {
  it('is set right once, however many of its parts look at the same time', async () => {
    const { servers } = await twoServers()
    const [, ahead] = servers
    await Promise.all(Array.from({ length: 3 }, () => followDatabaseClock(ahead)))
    expect(Math.abs(ahead.now().getTime() - Date.now())).toBeLessThan(2 * SECOND)
  })

  it('does not send again what another one is sending through a slow mail server', async () => {
    const { world, servers } = await twoServers()
    const { url, taken } = await slowSmtpServer(3 * SECOND)
    const status = async () => (await world.pool.query('select status, attempts from email_messages')).rows[0]
    const stopping = new AbortController()
    const start = (ctx: Server) =>
      runWorker({ ...ctx, mail: createSmtpTransport(url) }, stopping.signal, async () => {})
    const { user } = await signUp(servers[0])
    const workers = [start(servers[0])]
    await expect.poll(() => taken).toHaveLength(1)
    workers.push(start(servers[1]))
    await expect.poll(status, { timeout: 10_000 }).toEqual({ status: 'sent', attempts: 1 })
    await sleep(SECOND)
    stopping.abort()
    await Promise.all(workers)
    expect(taken).toEqual([user.email])
  })

  it('hands its own messages to all at once, and those to try again soon', async () => {
    const { world, servers } = await twoServers()
    await signUp(servers[1])
    world.ctx.mail.fail(new SendError('ECONNRESET', false))
    expect(await deliverDue(servers[0])).toMatchObject({ retried: 1 })
    world.ctx.mail.fail(new SendError('ECONNRESET', false))
    await world.pool.query('update email_messages set due_at = now()')
    expect(await deliverDue(servers[1])).toMatchObject({ retried: 1 })
    const { rows } = await world.pool.query(
      'select due_at - now() < $1::interval as soon, created_at <= now() as past from email_messages',
      ['15 seconds'],
    )
    expect(rows).toEqual([{ soon: true, past: true }])
  })

  it('takes no moments to send from the others, and holds them no longer than it should', async () => {
    const { world, servers } = await twoServers()
    await signUp(servers[0])
    const quota = async () => ({ ratePerSecond: 100, remainingToday: -1 })
    const sending = (ctx: Server) => ({ ...ctx, mail: { ...world.ctx.mail, quota } })
    const [right, ahead] = [sending(servers[0]), sending(servers[1])]
    await refreshQuota(right)
    for (const ctx of [ahead, right]) {
      const slot = await reserveSlot(ctx)
      expect(slot && slot.getTime() - ctx.now().getTime()).toBeLessThan(SECOND)
    }
    await slowDown(ahead, 'Throttling', 1)
    expect(await reserveSlot(right)).toBeNull()
    await sleep(SECOND + 50)
    expect(await reserveSlot(right)).not.toBeNull()
  })

  it('deletes nothing before its time, a year ahead as well', async () => {
    const { world, servers } = await twoServers()
    await signUp(servers[0])
    await cleanUp({ ...world.ctx, now: wallClock(() => Date.now() + 366 * DAY) })
    expect((await world.pool.query('select from email_verification_tokens')).rowCount).toBe(1)
  })
})

describe('a server that looked at the database’s clock', () => {
  it('has its time within a second, also after its own clock was set right', async () => {
    const { world } = await twoServers()
    let skew = SKEW
    const now = wallClock(() => Date.now() + skew)
    const error = async () => {
      const { rows } = await world.pool.query(
        'select extract(epoch from clock_timestamp())::float8 * 1000 as at',
      )
      return Math.abs(now().getTime() - rows[0].at)
    }
    expect(await error()).toBeGreaterThan(SKEW - SECOND)
    for (const next of [SKEW, 0, -DAY]) {
      skew = next
      await followDatabaseClock({ ...world.ctx, now })
      expect(await error()).toBeLessThan(SECOND)
    }
    expect(world.logged.filter((line) => line.includes('"clock_corrected"'))).toHaveLength(3)
    await followDatabaseClock({ ...world.ctx, now })
    expect(world.logged.filter((line) => line.includes('"clock_corrected"'))).toHaveLength(3)
  })

  it('leaves a clock alone that a test handed in', async () => {
    const { world } = await twoServers()
    const before = world.ctx.now()
    await followDatabaseClock(world.ctx)
    expect(world.ctx.now()).toEqual(before)
  })

  it('keeps the pause between two links that another one began', async () => {
    const { servers } = await twoServers()
    for (const ctx of servers) await followDatabaseClock(ctx)
    const { session } = await signUp(servers[0])
    const outcome = await resendLink(servers[1], undefined, aVisitor({ jwt: session.jwt }))
    expect(outcome).toMatchObject({ error: { code: 'rate_limited' } })
  })

  it('sends no canary beside another’s, and does not call the alarms of others old', async () => {
    const { world, servers } = await twoServers({ EMAIL_CANARY_MINUTES: '1' })
    for (const ctx of [servers[1], ...servers]) await tendCanary(ctx)
    const { rows } = await world.pool.query(
      `select created_at - now() as age from email_messages where kind = 'canary'`,
    )
    expect(rows).toHaveLength(1)
    for (const ctx of [servers[1], servers[0]]) await evaluateAlarms(ctx)
    const measured = await world.pool.query(
      `select count(*)::int as n from alarms where measured_at > now() + interval '2 seconds' or since > now() + interval '2 seconds'`,
    )
    expect(measured.rows).toEqual([{ n: 0 }])
  })
})
