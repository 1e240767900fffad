import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { claim, LEASE } from '../../../../lib/email/outbox/claim'
import { settle } from '../../../../lib/email/outbox/settle'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { deliver } from '../../../../lib/email/send/deliver'
import { deliverDue } from '../../../../lib/email/send/worker'
import { lockWaits } from '../../../support/lock-waits'
import { reportedWorld } from '../report/reported-world'

const { world, queued, sent, newest, row, events, event, record } = reportedWorld()

describe('a report that overtakes the provider’s answer', () => {
  /** Delivers one message; `whileSending` happens between the provider's taking it and our recording it. */
  async function sentWhile(whileSending: (providerMessageId: string) => Promise<unknown>): Promise<number> {
    await queued()
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    const providerMessageId = randomUUID()
    const send = () => whileSending(providerMessageId).then(() => ({ providerMessageId }))
    await deliver({ ...world.ctx, mail: { ...world.ctx.mail, send } }, claimed)
    return claimed.id
  }

  it('is kept, and applied when its message settles', async () => {
    const id = await sentWhile(async (providerMessageId) => {
      expect(await record({ type: 'delay', providerMessageId })).toBe('unmatched')
      expect(await record({ type: 'bounce', bounce: 'hard', reason: 'NoEmail', providerMessageId })).toBe(
        'unmatched',
      )
      expect(await record({ type: 'delivery', providerMessageId })).toBe('unmatched')
    })
    expect(await row(id)).toMatchObject({ status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' })
    expect(await events(id)).toHaveLength(3)
  })

  it('is applied once, also when asked again', async () => {
    const { id, providerMessageId } = await sent()
    const before = await row(id)
    await settle(world.ctx, { id, attempts: 1 }, { status: 'sent', providerMessageId })
    expect(await row(id)).toEqual(before)
  })

  it('about somebody else’s message touches none of ours', async () => {
    const { id } = await sent()
    expect(await record({ type: 'complaint', providerMessageId: randomUUID() })).toBe('unmatched')
    expect(await record({ type: 'complaint' })).toBe('unmatched')
    expect(await record({ type: 'complaint', messageId: 2 ** 40 })).toBe('unmatched')
    expect(await row(id)).toMatchObject({ status: 'sent' })
  })

  it('by its tag leaves the provider’s ids on record all the same', async () => {
    let known = ''
    const id = await sentWhile(async (providerMessageId) => {
      known = providerMessageId
      const { id: messageId } = await newest()
      expect(await record({ type: 'delivery', messageId, providerMessageId })).toBe('applied')
    })
    expect(await row(id)).toMatchObject({ status: 'delivered', provider_message_id: known })
  })

  /** Makes the database refuse to apply reports, so often, each time with this SQLSTATE. */
  const refuseToApply = (times: number, sqlState: string) =>
    world.pool.query(`
      create sequence refusals;
      create function refuse() returns trigger language plpgsql as $$ begin
        if nextval('refusals') <= ${times} then raise exception 'refused' using errcode = '${sqlState}'; end if;
        return new;
      end $$;
      create trigger refuse before update on email_events for each row execute function refuse();`)

  const applyAgain = () => world.pool.query('drop function refuse cascade; drop sequence refusals')

  it('is applied with the settling or not at all: what fails in between is done again, whole', async () => {
    await refuseToApply(1, '57P01')
    try {
      const early = (providerMessageId: string) => record({ type: 'delivery', providerMessageId })
      const id = await sentWhile(early)
      expect(await row(id)).toMatchObject({ status: 'delivered', attempts: 1 })
      expect(await events(id)).toHaveLength(1)
      expect((await world.pool.query('select last_value::int from refusals')).rows).toEqual([
        { last_value: 2 },
      ])
    } finally {
      await applyAgain()
    }
  })

  it('leaves nothing half done when its worker does not live to apply it', async () => {
    await refuseToApply(1000, '57P01')
    try {
      let early = ''
      const dying = sentWhile(async (providerMessageId) => {
        early = providerMessageId
        await record({ type: 'delivery', providerMessageId })
        world.ctx.now.advance(LEASE)
      })
      await expect(dying).rejects.toThrow()
      expect(await newest()).toMatchObject({ status: 'sending' })
      const unmatched = 'select from email_events where provider_message_id = $1 and message_id is null'
      expect((await world.pool.query(unmatched, [early])).rowCount).toBe(1)
    } finally {
      await applyAgain()
      await deliverDue(world.ctx)
    }
  })

  it('never has its message sent again, even when it cannot be applied', async () => {
    await refuseToApply(1000, 'P0001')
    try {
      const id = await sentWhile((providerMessageId) => record({ type: 'delivery', providerMessageId }))
      expect(await row(id)).toMatchObject({ status: 'sent', sealed: null })
      expect(world.logged.some((line) => line.includes('email_reports_not_applied'))).toBe(true)
    } finally {
      await applyAgain()
    }
  })

  it('is not forgotten when it is stored in the very moment its message settles', async () => {
    const delivery = event({ providerMessageId: randomUUID() })
    const blocker = await world.pool.connect()
    const insert = `insert into email_events (source_id, type, occurred_at, received_at) values ($1, 'send', now(), now())`
    let recording: Promise<unknown> = Promise.resolve()
    await queued()
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    const send = async () => {
      await blocker.query('begin')
      await blocker.query(insert, [delivery.sourceId])
      recording = recordMailEvent(world.ctx, delivery)
      await expect.poll(() => lockWaits(world.pool)).toBe(1)
      return { providerMessageId: delivery.providerMessageId ?? '' }
    }
    const delivering = deliver({ ...world.ctx, mail: { ...world.ctx.mail, send } }, claimed)
    // Either may wait for the other, so neither is awaited before the report can be stored.
    await Promise.race([delivering, sleep(500)])
    await blocker.query('rollback')
    blocker.release()
    await Promise.all([delivering, recording])
    expect(await row(claimed.id)).toMatchObject({ status: 'delivered' })
  })
})
