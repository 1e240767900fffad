import { describe, expect, it } from 'vitest'
import { readVerificationStatus } from '../../../../lib/auth/read-verification-status'
import { register } from '../../../../lib/auth/register'
import { MAX_ATTEMPTS } from '../../../../lib/email/send/backoff'
import { deliverDue } from '../../../../lib/email/send/worker'
import { SendError } from '../../../../lib/email/transport/send-error'
import { SECOND } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { aVisitor, PASSWORD } from '../../../support/world'
import { outboxWorld } from '../outbox/outbox-world'

const { world, queue, messages } = outboxWorld()

const throttled = () => new SendError('Throttling', false)

describe('the outbox', () => {
  // ASVS 11.7.2
  it('sends once, records the provider’s id and erases what it had sealed', async () => {
    const [user] = await queue()
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 0 })
    expect(world.ctx.mail.sent).toHaveLength(1)
    expect(await messages()).toMatchObject([
      {
        status: 'sent',
        provider_message_id: 'captured-1',
        attempts: 1,
        has_secrets: false,
        settled_at: world.ctx.now(),
      },
    ])
    expect((user && (await readVerificationStatus(world.ctx, user)))?.message).toEqual({
      state: 'sent',
      at: world.ctx.now().toISOString(),
    })
  })

  // ASVS 2.3.3
  it('rolls back with the transaction that wanted the message', async () => {
    await expect(
      world.ctx.db.transaction(async (tx) => {
        await register(
          { ...world.ctx, db: tx as never },
          { name: 'J', email: toEmailAddress('a@example.com'), password: PASSWORD },
          aVisitor(),
        )
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await messages()).toEqual([])
  })

  it('tries again later what a provider could not take, and says so until then', async () => {
    const [user] = await queue()
    world.ctx.mail.fail(throttled())
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 1, sent: 0 })
    expect(await messages()).toMatchObject([
      { status: 'queued', last_error: 'Throttling', has_secrets: true },
    ])
    expect((user && (await readVerificationStatus(world.ctx, user)))?.message?.state).toBe('queued')
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 0, sent: 0 })
    world.ctx.now.advance(6 * SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
  })

  it('gives up at once what can never arrive', async () => {
    const [user] = await queue()
    world.ctx.mail.fail(new SendError('MessageRejected', true))
    expect(await deliverDue(world.ctx)).toMatchObject({ dead: 1 })
    expect(await messages()).toMatchObject([
      { status: 'dead', last_error: 'MessageRejected', has_secrets: false },
    ])
    expect((user && (await readVerificationStatus(world.ctx, user)))?.message?.state).toBe('failed')
  })

  it('is dead after the last attempt, and not one before', async () => {
    await queue()
    await world.pool.query('update email_messages set attempts = $1', [MAX_ATTEMPTS - 2])
    world.ctx.mail.fail(throttled(), throttled())
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 1 })
    world.ctx.now.advance(20 * 60 * SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ dead: 1 })
  })

  it('keeps a message whose secret is not configured, and sends it once it is back', async () => {
    await queue()
    const other = {
      ...world.ctx,
      env: { ...world.ctx.env, authSecrets: ['another-secret-0123456789-abcdefghi'] },
    }
    expect(await deliverDue(other)).toMatchObject({ retried: 1 })
    expect(await messages()).toMatchObject([{ status: 'queued', last_error: 'LetterCannotBeOpened' }])
    world.ctx.now.advance(6 * SECOND)
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
  })

  it('survives a transport that throws something else, and does not quote it', async () => {
    await queue()
    world.ctx.mail.fail(new TypeError('cannot send to outbox-0@example.com'))
    expect(await deliverDue(world.ctx)).toMatchObject({ retried: 1 })
    expect(JSON.stringify(await messages())).not.toContain('cannot send')
    expect(world.logged.join('\n')).not.toContain('outbox-0@')
  })
})
