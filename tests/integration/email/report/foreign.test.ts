import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { claim } from '../../../../lib/email/outbox/claim'
import { receiveReport } from '../../../../lib/email/report/receive'
import { isSuppressed } from '../../../../lib/email/report/suppression'
import { deliver } from '../../../../lib/email/send/deliver'
import { deliverDue } from '../../../../lib/email/send/worker'
import { SendError } from '../../../../lib/email/transport/send-error'
import { HOUR } from '../../../../lib/kernel/clock'
import { type SesReportOptions, sesEvent } from '../../../support/ses-report'
import { createSnsSigner } from '../../../support/sns'
import { reportedWorld } from './reported-world'

const signer = createSnsSigner({ from: new Date('2026-01-01'), until: new Date('2027-01-01') })
const { world, queued, sent, newest, row, events } = reportedWorld({ SNS_TOPIC_ARNS: signer.topicArn })

/** Our own topic, rightly signed, says that a message bounced for good. */
async function bounce(options: SesReportOptions): Promise<void> {
  const body = signer.notification(sesEvent('Bounce', options), { Timestamp: world.ctx.now().toISOString() })
  const { fetchCertificate } = signer
  expect(await receiveReport(world.ctx, body, { fetchCertificate })).toBe('recorded')
}

/** A message as the release before left it: sent under its number. */
async function sentByOlderRelease() {
  const message = await sent()
  await world.pool.query('update email_messages set reference = null where id = $1', [message.id])
  return message
}

describe('a report of our own topic', () => {
  it.each([
    ['whose tag is our number of a message', async (id: number) => id],
    ['whose tag is the name of nobody’s message', async () => randomUUID()],
  ])('%s and whose provider’s id is foreign touches nobody', async (_, tagOf) => {
    const { id, to } = await sent()
    const foreign = { reference: await tagOf(id), providerMessageId: randomUUID() }
    await bounce(foreign)
    expect(await row(id)).toMatchObject({ status: 'sent', bounce_type: null })
    expect(await events(id)).toEqual([])
    expect(await isSuppressed(world.ctx, to)).toBe(false)
    expect((await events(null)).at(-1)).toMatchObject({ provider_message_id: foreign.providerMessageId })
  })

  it('finds its message under a second id of the provider, by its name alone', async () => {
    const { id, to } = await sent()
    await bounce({ reference: (await row(id)).reference, providerMessageId: randomUUID() })
    expect(await row(id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
    expect(await isSuppressed(world.ctx, to)).toBe(true)
  })

  it('finds a message of the release before by the provider’s id, whatever number its tag is', async () => {
    const [other, message] = [await sent(), await sentByOlderRelease()]
    await bounce({ reference: other.id, providerMessageId: message.providerMessageId })
    expect(await row(message.id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
    expect(await row(other.id)).toMatchObject({ status: 'sent' })
  })

  it('of the release before waits for its message where it overtakes the provider’s answer', async () => {
    await queued()
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    const providerMessageId = randomUUID()
    const send = async () => {
      await bounce({ reference: claimed.id, providerMessageId })
      expect(await newest()).toMatchObject({ status: 'sending' })
      return { providerMessageId }
    }
    await deliver({ ...world.ctx, mail: { ...world.ctx.mail, send } }, claimed)
    expect(await row(claimed.id)).toMatchObject({ status: 'bounced', bounce_type: 'hard' })
  })
})

describe('a message', () => {
  it('has one name in all its attempts, and no two have the same', async () => {
    await queued()
    const tried: (string | undefined)[] = []
    for (const failures of [[new SendError('Throttling', false)], []]) {
      world.ctx.mail.fail(...failures)
      await deliverDue(world.ctx)
      tried.push((await newest()).reference)
      world.ctx.now.advance(HOUR)
    }
    expect(tried[0]).toMatch(/^[\da-f-]{36}$/)
    expect(tried[1]).toBe(tried[0])
    expect(world.ctx.mail.sent.at(-1)).toMatchObject({ reference: tried[0] })
    await sent()
    expect((await newest()).reference).not.toBe(tried[0])
  })
})
