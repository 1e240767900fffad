import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readVerificationStatus } from '../../../../lib/auth/read-verification-status'
import { register } from '../../../../lib/auth/register'
import { claim } from '../../../../lib/email/outbox/claim'
import { receiveReport } from '../../../../lib/email/report/receive'
import { isSuppressed } from '../../../../lib/email/report/suppression'
import { deliver } from '../../../../lib/email/send/deliver'
import { newestMessage } from '../../../support/messages'
import { sesEvent } from '../../../support/ses-report'
import { createSnsSigner } from '../../../support/sns'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const signer = createSnsSigner({ from: new Date('2026-01-01'), until: new Date('2027-01-01') })
const world = sharedWorld({ env: { SNS_TOPIC_ARNS: signer.topicArn } })

/** SES reports a permanent bounce of the general kind, with this status and reply. */
async function bounce(providerMessageId: string, status: string, reply: string): Promise<void> {
  const bouncedRecipients = [{ emailAddress: 'jean@example.com', status, diagnosticCode: `smtp; ${reply}` }]
  const event = sesEvent('Bounce', { providerMessageId, detail: { bouncedRecipients } })
  const body = signer.notification(event, { Timestamp: world.ctx.now().toISOString() })
  const { fetchCertificate } = signer
  expect(await receiveReport(world.ctx, body, { fetchCertificate })).toBe('recorded')
}

const told = () => world.logged.filter((line) => line.includes('"email_refused"'))

const BLOCKED = '550 5.7.1 <jean@example.com>: client [192.0.2.1] blocked by our block list'

describe('a permanent bounce', () => {
  it('for our reputation spares the person, who reads that we failed, and operators are told', async () => {
    const { user, email } = await aRegisteredUser(world, freshEmail())
    const { id, providerMessageId } = await newestMessage(world, user.id)
    await bounce(providerMessageId, '5.7.1', BLOCKED)
    expect(await isSuppressed(world.ctx, email)).toBe(false)
    const { message, suppressed } = await readVerificationStatus(world.ctx, user)
    expect({ message, suppressed }).toMatchObject({ message: { state: 'failed' }, suppressed: false })
    expect(message).not.toHaveProperty('bounce')
    const { rows } = await world.pool.query(
      'select status, bounce_type, reason from email_messages where id = $1',
      [id],
    )
    expect(rows).toEqual([{ status: 'bounced', bounce_type: 'hard', reason: 'PolicyRefused' }])
    expect(JSON.parse(told().at(-1) ?? '')).toMatchObject({
      level: 'error',
      messageId: id,
      code: 'PolicyRefused',
      detail: expect.stringContaining('reputation'),
    })
    expect(told().join()).not.toMatch(/jean@|192\.0\.2\.1/)
  })

  it('for our reputation spares the person also where it overtakes the provider’s answer', async () => {
    const email = freshEmail()
    expectOk(await register(world.ctx, { name: 'Jean', email, password: PASSWORD }, aVisitor()))
    const claimed = await claim(world.ctx)
    if (!claimed) throw new Error('nothing to claim')
    const providerMessageId = randomUUID()
    const send = async () => {
      await bounce(providerMessageId, '5.7.1', BLOCKED)
      return { providerMessageId }
    }
    await deliver({ ...world.ctx, mail: { ...world.ctx.mail, send } }, claimed)
    expect(await newestMessage(world, email)).toMatchObject({ status: 'bounced' })
    expect(await isSuppressed(world.ctx, email)).toBe(false)
  })

  it.each([
    ['5.1.1', '550 5.1.1 <jean@example.com>... User unknown'],
    ['5.7.1', '550 5.7.1 <jean@example.com>... User unknown'],
  ])('for the address suppresses it, and tells nobody else: %s, %s', async (status, reply) => {
    const { user, email } = await aRegisteredUser(world, freshEmail())
    const before = told().length
    await bounce((await newestMessage(world, user.id)).providerMessageId, status, reply)
    expect(await isSuppressed(world.ctx, email)).toBe(true)
    expect((await readVerificationStatus(world.ctx, user)).message).toMatchObject({
      state: 'bounced',
      bounce: 'hard',
    })
    expect(told()).toHaveLength(before)
  })
})
