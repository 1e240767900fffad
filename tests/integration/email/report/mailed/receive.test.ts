import { describe, expect, it } from 'vitest'
import { fateOf } from '../../../../../lib/email/report/fate'
import { receiveMailedReport } from '../../../../../lib/email/report/mailed/receive'
import { isSuppressed } from '../../../../../lib/email/report/suppression'
import { markOf, returnPathOf } from '../../../../../lib/email/return-path'
import { A_REPORT, aReport } from '../../../../support/mailed-report'
import { reportedWorld } from '../reported-world'

const ADDRESS = 'bounce@mail.huntaze.test'
const { world, sent, row, events, newest } = reportedWorld({ EMAIL_BOUNCE_ADDRESS: ADDRESS })

/** A message that left, and the address that reports about it come to. */
async function aMessage() {
  const message = await sent()
  const { reference } = await newest()
  return {
    ...message,
    reference: reference ?? '',
    path: returnPathOf(world.ctx.env, ADDRESS, reference ?? ''),
  }
}

const receive = (raw: Buffer, path: string) => receiveMailedReport(world.ctx, raw, path)

describe('a mailed report', () => {
  it.each([
    ['unknown', { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' }, true],
    ['unknownAtExim', { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' }, true],
    ['unknownAtOpenSmtpd', { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' }, true],
    ['unknownAtSendmail', { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' }, true],
    ['unknownAtCourier', { status: 'bounced', bounce_type: 'hard', reason: 'NoEmail' }, true],
    ['full', { status: 'bounced', bounce_type: 'soft', reason: 'MailboxFull' }, false],
    ['policy', { status: 'bounced', bounce_type: 'hard', reason: 'PolicyRefused' }, false],
    ['late', { status: 'delayed', reason: 'MailboxFull' }, false],
    ['delivered', { status: 'delivered', reason: null }, false],
    ['relayed', { status: 'delivered', reason: 'Relayed' }, false],
    ['expanded', { status: 'delivered', reason: 'Expanded' }, false],
  ] as const)('%s raises its message', async (name, expected, suppresses) => {
    const { id, to, path } = await aMessage()
    expect(await receive(A_REPORT[name], path)).toBe('recorded')
    expect(await row(id)).toMatchObject(expected)
    expect(await isSuppressed(world.ctx, to)).toBe(suppresses)
  })

  it('is told to the person: handed on, and not their fault where it is ours', async () => {
    const [relayed, refused] = [await aMessage(), await aMessage()]
    await receive(A_REPORT.relayed, relayed.path)
    await receive(A_REPORT.policy, refused.path)
    const fate = async (id: number) => {
      const { status, bounce_type: bounceType, reason, created_at: createdAt } = await row(id)
      return fateOf({ status, bounceType, reason, createdAt, lastEventAt: null, settledAt: null })
    }
    expect(await fate(relayed.id)).toMatchObject({ state: 'delivered', handedOn: true })
    expect(await fate(refused.id)).toMatchObject({ state: 'failed' })
  })

  it('comes late: a refusal after the delivery counts, a delay does not', async () => {
    const { id, path } = await aMessage()
    await receive(A_REPORT.delivered, path)
    await receive(A_REPORT.late, path)
    expect(await row(id)).toMatchObject({ status: 'delivered' })
    await receive(A_REPORT.unknown, path)
    expect(await row(id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
  })

  it('changes nothing the second time', async () => {
    const { id, path } = await aMessage()
    for (const _ of [1, 2]) expect(await receive(A_REPORT.late, path)).toBe('recorded')
    expect(await events(id)).toHaveLength(1)
  })

  it('keeps no address, and logs none', async () => {
    const { id, path } = await aMessage()
    await receive(A_REPORT.unknown, path)
    const kept = JSON.stringify([await row(id), await events(id), world.logged])
    expect(kept).not.toContain('unknown@remote.test')
    expect(kept).not.toContain(path)
  })
})

describe('a forgery', () => {
  const otherMark = (path: string) =>
    path.replace(/\.([\da-f])/, (_, digit) => `.${digit === 'a' ? 'b' : 'a'}`)

  it('changes nothing: a guessed mark, somebody’s mark under another secret, or none', async () => {
    const { id, reference, path } = await aMessage()
    const foreign = markOf({ authSecrets: ['x'.repeat(40)] }, reference)
    for (const to of [otherMark(path), `bounce+${foreign}@mail.huntaze.test`, ADDRESS])
      expect(await receive(A_REPORT.unknown, to)).toBe('unproven')
    expect(await row(id)).toMatchObject({ status: 'sent' })
  })

  it('about a message that is gone leaves no row', async () => {
    const before = (await events(null)).length
    const path = returnPathOf(world.ctx.env, ADDRESS, '0b9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b')
    expect(await receive(A_REPORT.unknown, path)).toBe('unknown')
    expect(await events(null)).toHaveLength(before)
  })

  it('many times over, with a good mark, ends after fifty', async () => {
    const { id, path } = await aMessage()
    const outcomes = []
    for (let number = 0; number < 55; number += 1)
      outcomes.push(
        await receive(aReport({ status: `X-Number: ${number}\n\nAction: delayed\nStatus: 4.0.0` }), path),
      )
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(50)
    expect(outcomes.at(-1)).toBe('flooded')
    expect(await events(id)).toHaveLength(50)
  })
})
