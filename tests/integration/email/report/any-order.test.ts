import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settle } from '../../../../lib/email/outbox/settle'
import { advance, MAIL_EVENT_TYPES, type Standing } from '../../../../lib/email/report/lifecycle'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { isSuppressed } from '../../../../lib/email/report/suppression'
import { reportedWorld } from './reported-world'

const { world, sent, row, events, event, record } = reportedWorld()

const report = fc.record({
  type: fc.constantFrom(...MAIL_EVENT_TYPES),
  bounce: fc.constantFrom('hard' as const, 'soft' as const),
  isTagged: fc.boolean(),
})

describe('any reports, lost, repeated and reordered', () => {
  it('leave the row where the state machine says', async () => {
    const sentReports = fc.array(report, { minLength: 1, maxLength: 8 })
    const received = fc.array(fc.nat(7), { maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(sentReports, received, fc.boolean(), async (reports, order, atOnce) => {
        const { id, to, providerMessageId } = await sent()
        const all = reports.map(({ isTagged, ...more }) =>
          event({ ...more, ...(isTagged ? { messageId: id } : { providerMessageId }) }),
        )
        const arriving = order.flatMap((index) => all[index] ?? [])
        if (atOnce) await Promise.all(arriving.map((each) => recordMailEvent(world.ctx, each)))
        else for (const each of arriving) await recordMailEvent(world.ctx, each)
        const fresh: Standing = { state: 'sent', bounce: null }
        const { state, bounce } = arriving.reduce<Standing>(advance, fresh)
        expect(await row(id)).toMatchObject({ status: state, bounce_type: bounce })
        expect(await events(id)).toHaveLength(new Set(arriving).size)
        expect(await isSuppressed(world.ctx, to)).toBe(
          arriving.some(
            ({ type, bounce: kind }) => type === 'complaint' || (type === 'bounce' && kind === 'hard'),
          ),
        )
      }),
      { numRuns: 40 },
    )
  })

  // ASVS 15.4.3
  it('about one message that was taken twice, in answers that come at once, do not block each other', async () => {
    const { id } = await sent()
    const ids = Array.from({ length: 8 }, () => randomUUID())
    for (const providerMessageId of ids) await record({ type: 'delivery', providerMessageId })
    const overtaken = { id, attempts: 0 }
    await Promise.all(
      ids.map((providerMessageId) => settle(world.ctx, overtaken, { status: 'sent', providerMessageId })),
    )
    expect(await row(id)).toMatchObject({ status: 'delivered' })
    expect(await events(id)).toHaveLength(8)
  })
})
