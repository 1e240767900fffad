import { randomUUID } from 'node:crypto'
import { beforeAll, expect } from 'vitest'
import { users } from '../../../../lib/account/schema'
import { transaction } from '../../../../lib/db/transaction'
import { enqueue } from '../../../../lib/email/outbox/enqueue'
import type { MailEvent } from '../../../../lib/email/report/lifecycle'
import { recordMailEvent } from '../../../../lib/email/report/record'
import { deliverDue } from '../../../../lib/email/send/worker'
import { MINUTE, shift } from '../../../../lib/kernel/clock'
import { type EmailAddress, toEmailAddress } from '../../../../lib/kernel/email-address'
import { newestMessage } from '../../../support/messages'
import { freshEmail } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

export type Sent = { id: number; to: EmailAddress; providerMessageId: string }

/** A world for the file that calls this, with an account whose messages are reported about. */
export function reportedWorld(env: Record<string, string> = {}) {
  const world = sharedWorld({ env })
  let userId: number
  beforeAll(async () => {
    const account = { email: toEmailAddress('feedback@example.com'), name: 'Jean', passwordHash: '' }
    const [user] = await world.ctx.db.insert(users).values(account).returning()
    userId = user?.id ?? 0
  })

  async function queued(): Promise<EmailAddress> {
    const to = freshEmail()
    const letter = { to, name: 'Jean', locale: 'fr' as const }
    await transaction(world.ctx, (t) => enqueue(t, { kind: 'welcome', userId, letter }))
    return to
  }

  /** The newest message of the account. */
  const newest = () => newestMessage(world, userId)

  /** A message that the provider took. */
  async function sent(): Promise<Sent> {
    const to = await queued()
    expect(await deliverDue(world.ctx)).toMatchObject({ sent: 1 })
    const { id, providerMessageId } = await newest()
    return { id, to, providerMessageId }
  }

  async function row(id: number) {
    const { rows } = await world.pool.query('select * from email_messages where id = $1', [id])
    return rows[0]
  }

  async function events(messageId: number | null) {
    const { rows } = await world.pool.query(
      'select * from email_events where message_id is not distinct from $1 order by id',
      [messageId],
    )
    return rows
  }

  /** A report that nobody received yet. */
  const event = (more: Partial<MailEvent>): MailEvent => ({
    type: 'delivery',
    occurredAt: shift(world.ctx.now(), MINUTE),
    sourceId: randomUUID(),
    ...more,
  })

  const record = (more: Partial<MailEvent>) => recordMailEvent(world.ctx, event(more))

  return { world, queued, sent, newest, row, events, event, record }
}
