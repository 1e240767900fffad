import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { SECOND, shift } from '../clock'
import type { Context } from '../context'
import type { Queryable } from '../db/client'
import { emailMessages, type MESSAGE_KINDS } from '../db/schema'
import type { Env } from '../env'
import type { Locale } from '../i18n/locale'
import { open, seal } from '../seal'
import { recipientHash } from './suppression'
import { type Receipt, SendError } from './transport'

export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** What a message needs when it leaves. Sealed while it waits, erased when it is settled. */
export type Letter = { to: string; name: string; locale: Locale; token?: string }

/** A message that a worker holds under a lease until `leaseEnds`. `attempts` is the fencing token of this claim. */
export type Claim = {
  id: number
  kind: MessageKind
  attempts: number
  leaseEnds: Date
  userId: number | null
  sealed: Buffer
}

/** Longer than the longest send (a connection in 5 s, an answer in 60 s), so that nobody sends beside a slow one. */
export const LEASE = 120 * SECOND

const sealContext = (kind: MessageKind, userId: number | null): string => `${kind}:${userId}`

/** Puts a message into the outbox, in the transaction that wants it sent. */
export async function enqueue(
  ctx: Pick<Context, 'env' | 'now'>,
  tx: Queryable,
  message: { kind: MessageKind; userId: number | null; letter: Letter },
): Promise<void> {
  const now = ctx.now()
  await tx.insert(emailMessages).values({
    kind: message.kind,
    userId: message.userId,
    // Nobody's address: what becomes of a canary must not suppress the next one.
    recipientHash: message.kind === 'canary' ? null : recipientHash(message.letter.to),
    sealed: seal(
      ctx.env,
      'outbox',
      sealContext(message.kind, message.userId),
      JSON.stringify(message.letter),
    ),
    dueAt: now,
    createdAt: now,
  })
}

type ClaimedRow = {
  id: string
  kind: MessageKind
  user_id: string | null
  attempts: number
  sealed: Buffer
}

/**
 * Takes the next due message: one that waits, or one whose worker let its lease run out (it died, or lost the
 * database). `skip locked` lets any number of workers claim at once without waiting for each other.
 * @returns null when nothing is due
 */
export async function claim(ctx: Pick<Context, 'db' | 'env' | 'now'>): Promise<Claim | null> {
  const now = ctx.now()
  const leaseEnds = shift(now, LEASE)
  const { rows } = await ctx.db.execute<ClaimedRow>(sql`
    update email_messages
    set status = 'sending', attempts = attempts + 1, due_at = ${leaseEnds}
    where id = (
      select id from email_messages
      where status in ('queued', 'sending') and due_at <= ${now}
      order by due_at
      limit 1
      for update skip locked
    )
    returning id, kind, user_id, attempts, sealed`)
  const [row] = rows
  if (!row) return null
  return {
    id: Number(row.id),
    kind: row.kind,
    attempts: row.attempts,
    leaseEnds,
    userId: row.user_id === null ? null : Number(row.user_id),
    sealed: row.sealed,
  }
}

/**
 * What a claimed message says.
 * @throws SendError that is not permanent, when the secret it was sealed under is not configured: it may come back
 */
export function openLetter(env: Env, claimed: Pick<Claim, 'kind' | 'userId' | 'sealed'>): Letter {
  try {
    return JSON.parse(open(env, 'outbox', sealContext(claimed.kind, claimed.userId), claimed.sealed))
  } catch (cause) {
    throw new SendError('LetterCannotBeOpened', false, { cause })
  }
}

export type Settlement =
  | ({ status: 'sent' } & Receipt)
  | { status: 'queued'; lastError: string; dueAt: Date }
  | { status: 'dead'; lastError: string }

const sentColumns = ({ status, ...receipt }: Extract<Settlement, { status: 'sent' }>, now: Date) => ({
  ...receipt,
  status: sql`case when ${emailMessages.status} = 'sending' then ${status} else ${emailMessages.status} end`,
  sealed: null,
  settledAt: sql`coalesce(${emailMessages.settledAt}, ${now})`,
})

const unsentColumns = (outcome: Exclude<Settlement, { status: 'sent' }>, now: Date) =>
  outcome.status === 'dead' ? { ...outcome, sealed: null, settledAt: now } : outcome

/**
 * Records how a claim ended.
 * @returns false when the claim was no longer ours: its lease ran out and another worker took the message
 */
export async function settle(
  ctx: Pick<Context, 'now'>,
  tx: Queryable,
  claimed: Pick<Claim, 'id' | 'attempts'>,
  outcome: Settlement,
): Promise<boolean> {
  const isSent = outcome.status === 'sent'
  const settled = await tx
    .update(emailMessages)
    .set(isSent ? sentColumns(outcome, ctx.now()) : unsentColumns(outcome, ctx.now()))
    .where(
      and(
        eq(emailMessages.id, claimed.id),
        eq(emailMessages.attempts, claimed.attempts),
        // What was sent is recorded even where a report, or a cancellation, was faster than the provider's answer.
        isSent ? ne(emailMessages.status, 'queued') : eq(emailMessages.status, 'sending'),
      ),
    )
    .returning({ id: emailMessages.id })
  return settled.length > 0
}

/** Gives up what was still to be sent to one user (all of it, or one kind), because `reason` made it pointless. */
export async function cancelMessages(
  ctx: Pick<Context, 'now'>,
  tx: Queryable,
  userId: number,
  reason: string,
  kind?: MessageKind,
): Promise<void> {
  await tx
    .update(emailMessages)
    .set({ status: 'dead', sealed: null, lastError: reason, settledAt: ctx.now() })
    .where(
      and(
        eq(emailMessages.userId, userId),
        kind && eq(emailMessages.kind, kind),
        inArray(emailMessages.status, ['queued', 'sending']),
      ),
    )
}
