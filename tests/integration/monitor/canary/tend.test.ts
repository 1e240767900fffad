import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { deliverDue } from '../../../../lib/email/send/worker'
import { SendError } from '../../../../lib/email/transport/send-error'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import type { Context } from '../../../../lib/kernel/context'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { readCanary } from '../../../../lib/monitor/canary/canary'
import { tendCanary } from '../../../../lib/monitor/canary/tend'
import { canariesOf } from '../../../support/canaries'
import { lockWaits } from '../../../support/lock-waits'
import { processesBeside } from '../../../support/process-beside'
import { aRegisteredUser } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const INTERVAL = 5 * MINUTE

const SILENCE = 15 * MINUTE

const world = worldPerTest({ env: { EMAIL_CANARY_MINUTES: '5' } })
const { canaries, newestId, pass } = canariesOf(world)
const beside = processesBeside(world)

describe('canaries', () => {
  it('are off unless the configuration wants them', async () => {
    const env = { ...world.ctx.env, email: { ...world.ctx.env.email, canaryInterval: 0 } }
    const ctx = { ...world.ctx, env }
    await tendCanary(ctx)
    world.ctx.now.advance(DAY)
    await tendCanary(ctx)
    expect(await canaries()).toEqual([])
    expect(await readCanary(ctx, ctx.env.email.canaryInterval)).toMatchObject({ state: 'off' })
  })

  it('leave through the outbox, to the provider’s simulator, for nobody', async () => {
    await tendCanary(world.ctx)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    expect(world.ctx.mail.sent).toMatchObject([
      { to: 'success+canary@simulator.amazonses.com', subject: 'Huntaze canary' },
    ])
    expect(await canaries()).toMatchObject([{ status: 'sent', user_id: null, recipient_hash: null }])
  })

  it('leave once an interval: not a second before its end, and then at once', async () => {
    await tendCanary(world.ctx)
    world.ctx.now.advance(INTERVAL - SECOND)
    await tendCanary(world.ctx)
    expect(await canaries()).toHaveLength(1)
    world.ctx.now.advance(SECOND)
    await tendCanary(world.ctx)
    await tendCanary(world.ctx)
    expect(await canaries()).toHaveLength(2)
  })

  it('leave once an interval from ten processes at once, one of them just started', async () => {
    const processes = Array.from({ length: 10 }, beside)
    for (let interval = 1; interval <= 3; interval += 1) {
      await Promise.all(processes.flatMap((ctx) => [tendCanary(ctx), tendCanary(ctx)]))
      await tendCanary(beside())
      expect(await canaries()).toHaveLength(interval)
      world.ctx.now.advance(INTERVAL)
    }
  })

  /** Ten processes look before any of them has written; ends when `waiting` of them are about to write. */
  async function lookAtOnce(contexts: Context[], waiting: number): Promise<void> {
    const blocker = await world.pool.connect()
    await blocker.query('begin')
    await blocker.query('lock table email_messages in share mode')
    const looking = Promise.all(contexts.map(tendCanary))
    try {
      await expect.poll(() => lockWaits(world.pool)).toBe(waiting)
    } finally {
      await blocker.query('commit')
      blocker.release()
    }
    await looking
  }

  it('leave once although ten processes see that one is due', async () => {
    await lookAtOnce(Array.from({ length: 10 }, beside), 1)
    expect(await canaries()).toHaveLength(1)
  })

  /** A process that believes that it is alone. */
  function unlocked(ctx: Context): Context {
    const transaction: Context['db']['transaction'] = (work) =>
      ctx.db.transaction((tx) => {
        const { execute } = tx
        const alone = async () => {
          tx.execute = execute
          return { rows: [{ alone: true }] }
        }
        return work(Object.assign(tx, { execute: alone as unknown as typeof execute }))
      })
    return { ...ctx, db: Object.assign(Object.create(ctx.db), { transaction }) }
  }

  it('would leave once a process without the lock: the control', async () => {
    await lookAtOnce(Array.from({ length: 10 }, beside).map(unlocked), 10)
    expect(await canaries()).toHaveLength(10)
  })

  it('are not kept back by what became of others, nor of the simulator’s address', async () => {
    await tendCanary(world.ctx)
    await deliverDue(world.ctx)
    const bounce = { type: 'bounce', bounce: 'hard', occurredAt: world.ctx.now() } as const
    await recordMailEvent(world.ctx, { ...bounce, messageId: await newestId(), sourceId: randomUUID() })
    expect((await world.pool.query('select from email_suppressions')).rowCount).toBe(0)
    const to = 'success+canary@simulator.amazonses.com'
    await aRegisteredUser(world, toEmailAddress(to))
    const { rows } = await world.pool.query(`select id from email_messages where kind = 'verification'`)
    await recordMailEvent(world.ctx, { ...bounce, messageId: Number(rows[0].id), sourceId: randomUUID() })
    expect((await world.pool.query('select from email_suppressions')).rowCount).toBe(1)
    world.ctx.now.advance(INTERVAL)
    await tendCanary(world.ctx)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1, dead: 0 })
  })

  it('do not wait in a swarm for a provider that is away', async () => {
    const away = Array.from({ length: 200 }, () => new SendError('Throttling', false))
    world.ctx.mail.fail(...away)
    await pass(2 * HOUR)
    const waiting = (await canaries()).filter(({ status }) => status === 'queued')
    expect(waiting.length).toBeLessThanOrEqual(SILENCE / INTERVAL)
    expect((await canaries())[0]).toMatchObject({ status: 'dead', sealed: null, last_error: 'Throttling' })
  })

  it('wait for the database like everything else, and leave when it is back', async () => {
    const gone = Object.assign(new Error('terminating connection'), { code: '57P01' })
    const db = new Proxy(world.ctx.db, {
      get(target, name) {
        if (name === 'transaction') return () => Promise.reject(gone)
        return Reflect.get(target, name)
      },
    })
    await expect(tendCanary({ ...world.ctx, db })).rejects.toBe(gone)
    expect(await canaries()).toEqual([])
    await tendCanary(world.ctx)
    expect(await canaries()).toHaveLength(1)
  })

  it('are found through an index of their own', async () => {
    await tendCanary(world.ctx)
    await world.pool.query('set enable_seqscan = off')
    const { rows } = await world.pool.query(
      `explain select * from email_messages where kind = 'canary' order by created_at desc limit 50`,
    )
    expect(JSON.stringify(rows)).toContain('email_messages_canary_idx')
  })
})
