import type { emailMessages } from '../schema'
import { type BounceType, HANDED_ON } from './lifecycle'
import { remedyForBounce } from './our-fault'

const STATES = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delayed: 'delayed',
  delivered: 'delivered',
  bounced: 'bounced',
  complained: 'complained',
  dead: 'failed',
} as const

/** The state of a message as its person reads it. `failed` is final: it is not tried again. */
export type MessageState = (typeof STATES)[keyof typeof STATES]

/** A message's state since `at` (ISO 8601). `handedOn`: delivered to a next server or a list, which reports no more. */
export type Fate = { state: MessageState; bounce?: BounceType; handedOn?: true; at: string }

type Row = typeof emailMessages.$inferSelect
type Standing = Pick<Row, 'status' | 'bounceType' | 'reason'>
type Times = Pick<Row, 'lastEventAt' | 'settledAt' | 'createdAt'>

/** A bounce that is our fault, and not the address's, is shown to the person as a failure to send. */
function stateOf({ status, bounceType, reason }: Standing): Omit<Fate, 'at'> {
  if (status === 'delivered' && HANDED_ON.includes(reason ?? ''))
    return { state: 'delivered', handedOn: true }
  if (status !== 'bounced' || bounceType === null) return { state: STATES[status] }
  return remedyForBounce({ type: 'bounce', reason: reason ?? undefined })
    ? { state: 'failed' }
    : { state: 'bounced', bounce: bounceType }
}

/** A message's fate, by its row. */
export const fateOf = (message: Standing & Times): Fate => ({
  ...stateOf(message),
  at: (message.lastEventAt ?? message.settledAt ?? message.createdAt).toISOString(),
})
