import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readVerificationStatus } from '../../../../lib/auth/read-verification-status'
import { receiveReport } from '../../../../lib/email/report/receive'
import { newestMessage } from '../../../support/messages'
import { sesEvent, sesNotification } from '../../../support/ses-report'
import { createSnsSigner } from '../../../support/sns'
import { aRegisteredUser, freshEmail } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const signer = createSnsSigner({ from: new Date('2026-01-01'), until: new Date('2027-01-01') })
const world = sharedWorld({ env: { SNS_TOPIC_ARNS: signer.topicArn } })

/** Body that SNS would post now. */
const signed = (message: string | object) =>
  signer.notification(message, { Timestamp: world.ctx.now().toISOString() })
const receive = (body: string) =>
  receiveReport(world.ctx, body, { fetchCertificate: signer.fetchCertificate })

describe('reports from Amazon SES', () => {
  it('raise the state that the person sees, in both shapes', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    const { reference, providerMessageId } = await newestMessage(world, user.id)
    expect(await receive(signed(sesEvent('DeliveryDelay', { reference, providerMessageId })))).toBe(
      'recorded',
    )
    expect((await readVerificationStatus(world.ctx, user)).message?.state).toBe('delayed')
    expect(await receive(signed(sesNotification('Delivery', { providerMessageId })))).toBe('recorded')
    expect((await readVerificationStatus(world.ctx, user)).message?.state).toBe('delivered')
  })

  it('change nothing when they come twice, or late', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    const { id, reference, providerMessageId } = await newestMessage(world, user.id)
    const delivery = signed(sesEvent('Delivery', { reference, providerMessageId }))
    const delay = signed(sesEvent('DeliveryDelay', { reference, providerMessageId }))
    await receive(delivery)
    await receive(delay)
    expect(await receive(delivery)).toBe('recorded')
    expect(await newestMessage(world, user.id)).toMatchObject({ status: 'delivered' })
    const { rows } = await world.pool.query(
      'select count(*)::int as n from email_events where message_id = $1',
      [id],
    )
    expect(rows[0].n).toBe(2)
  })

  it('are counted when they are about nobody here, and not understood', async () => {
    expect(
      await receive(signed(sesEvent('Delivery', { reference: randomUUID(), providerMessageId: 'x' }))),
    ).toBe('recorded')
    expect(await receive(signed('{"eventType":"Novelty"}'))).toBe('unknown')
    expect(world.logged.some((line) => line.includes('report_unknown'))).toBe(true)
  })

  it('are refused when forged, and change nothing', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    const { reference } = await newestMessage(world, user.id)
    const genuine = signed(sesEvent('Bounce', { reference }))
    const forge = (changed: object) => JSON.stringify({ ...JSON.parse(genuine), ...changed })
    const complaint = JSON.stringify(sesEvent('Complaint', { reference }))
    expect(await receive(forge({ Message: complaint }))).toBe('refused')
    expect(await receive(forge({ TopicArn: `${signer.topicArn}x` }))).toBe('refused')
    expect(await receiveReport(world.ctx, 'not json')).toBe('refused')
    expect(await newestMessage(world, user.id)).toMatchObject({ status: 'sent' })
  })
})
