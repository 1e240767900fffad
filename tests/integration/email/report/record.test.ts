import { describe, expect, it } from 'vitest'
import { claim } from '../../../../lib/email/outbox/claim'
import type { MailEvent } from '../../../../lib/email/report/lifecycle'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { deliverDue } from '../../../../lib/email/send/worker'
import { MINUTE, shift } from '../../../../lib/kernel/clock'
import { reportedWorld } from './reported-world'

const { world, queued, sent, row, events, event, record } = reportedWorld()

describe('a report', () => {
  it.each([
    [{ type: 'send' }, { status: 'sent', bounce_type: null }],
    [
      { type: 'delay', reason: 'MailboxFull' },
      { status: 'delayed', reason: 'MailboxFull' },
    ],
    [
      { type: 'bounce', bounce: 'soft', reason: 'General' },
      { status: 'bounced', bounce_type: 'soft' },
    ],
    [{ type: 'reject' }, { status: 'dead', bounce_type: null }],
    [{ type: 'rendering_failure' }, { status: 'dead', bounce_type: null }],
    [{ type: 'delivery' }, { status: 'delivered', bounce_type: null }],
    [
      { type: 'bounce', bounce: 'hard', reason: 'NoEmail' },
      { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' },
    ],
    [
      { type: 'complaint', reason: 'abuse' },
      { status: 'complained', reason: 'abuse' },
    ],
  ] as [Partial<MailEvent>, object][])(
    '%o raises its message, found by either id',
    async (more, expected) => {
      const [byTag, byProvider] = [await sent(), await sent()]
      const tagged = event({ ...more, messageId: byTag.id, providerMessageId: byTag.providerMessageId })
      expect(await recordMailEvent(world.ctx, tagged)).toBe('applied')
      expect(await record({ ...more, providerMessageId: byProvider.providerMessageId })).toBe('applied')
      expect(await row(byTag.id)).toMatchObject(expected)
      expect(await row(byProvider.id)).toMatchObject(expected)
      if (more.type !== 'send') expect((await row(byTag.id)).last_event_at).toEqual(tagged.occurredAt)
      expect(await events(byTag.id)).toMatchObject([{ source_id: tagged.sourceId, type: more.type }])
    },
  )

  it('settles a message whose worker never learned that the provider took it, and nobody sends it again', async () => {
    await queued()
    const lost = await claim(world.ctx)
    if (!lost) throw new Error('nothing to claim')
    expect(await record({ messageId: lost.id })).toBe('applied')
    expect(await row(lost.id)).toMatchObject({ status: 'delivered', sealed: null })
    world.ctx.now.advance(10 * MINUTE)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 0, retried: 0, dead: 0 })
  })

  it('changes nothing the second time', async () => {
    const { id } = await sent()
    const delivery = event({ messageId: id })
    expect(await recordMailEvent(world.ctx, delivery)).toBe('applied')
    const before = await row(id)
    world.ctx.now.advance(MINUTE)
    const again = { ...delivery, occurredAt: shift(delivery.occurredAt, MINUTE) }
    expect(await recordMailEvent(world.ctx, again)).toBe('duplicate')
    expect(await row(id)).toEqual(before)
    expect(await events(id)).toHaveLength(1)
  })

  it('counts once when it comes ten times at once', async () => {
    const { id } = await sent()
    const bounce = event({ type: 'bounce', bounce: 'hard', messageId: id })
    const receptions = await Promise.all(Array.from({ length: 10 }, () => recordMailEvent(world.ctx, bounce)))
    expect(receptions.sort()).toEqual(['applied', ...Array(9).fill('duplicate')])
    expect(await events(id)).toHaveLength(1)
  })

  it('leaves the message where it is when it comes late', async () => {
    const { id } = await sent()
    await record({ type: 'delivery', messageId: id })
    const before = await row(id)
    for (const type of ['send', 'delay', 'reject'] as const) {
      expect(await record({ type, messageId: id, reason: 'Late' })).toBe('applied')
      expect(await row(id)).toEqual(before)
    }
    await record({ type: 'bounce', bounce: 'soft', messageId: id })
    expect(await row(id)).toEqual(before)
    expect(await events(id)).toHaveLength(5)
  })
})
