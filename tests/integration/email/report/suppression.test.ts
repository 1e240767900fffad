import { describe, expect, it } from 'vitest'
import { MAIL_EVENT_TYPES, type MailEvent } from '../../../../lib/email/report/lifecycle'
import { isSuppressed } from '../../../../lib/email/report/suppression'
import { reportedWorld } from './reported-world'

const { world, sent, record } = reportedWorld()

describe('suppression', () => {
  const suppressedAfter = async (more: Partial<MailEvent>): Promise<boolean> => {
    const { id, to } = await sent()
    await record({ ...more, messageId: id })
    return await isSuppressed(world.ctx, to)
  }

  it('follows a hard bounce and a complaint', async () => {
    expect(await suppressedAfter({ type: 'bounce', bounce: 'hard' })).toBe(true)
    expect(await suppressedAfter({ type: 'complaint' })).toBe(true)
  })

  it.each(MAIL_EVENT_TYPES.filter((type) => type !== 'complaint'))('does not follow %s', async (type) => {
    expect(await suppressedAfter({ type, bounce: 'soft' })).toBe(false)
  })

  it('keeps the first reason, however many reports follow', async () => {
    const { id, to } = await sent()
    for (const type of ['bounce', 'complaint', 'complaint'] as const)
      await record({ type, bounce: 'hard', messageId: id })
    const { rows } = await world.pool.query('select * from email_suppressions where message_id = $1', [id])
    expect(rows).toMatchObject([{ reason: 'bounce' }])
    expect(JSON.stringify(rows)).not.toContain(to)
  })
})
