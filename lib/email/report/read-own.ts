import { and, desc, eq, ne } from 'drizzle-orm'
import type { CoreContext } from '../../kernel/context'
import type { EmailAddress } from '../../kernel/email-address'
import type { MessageKind } from '../letters/kinds'
import { emailMessages } from '../schema'
import { type Fate, fateOf } from './fate'
import { recipientHash } from './suppression'

/** A message to an account's person, by its kind, its fate, and the time it was asked for (ISO 8601). */
export type OwnMessage = Fate & {
  id: number
  kind: MessageKind
  createdAt: string
  /** It went to the account's present address. */
  toPresentAddress: boolean
}

/** Newest messages read: more than a person looks through. */
const NEWEST = 50

const columns = {
  id: emailMessages.id,
  kind: emailMessages.kind,
  status: emailMessages.status,
  bounceType: emailMessages.bounceType,
  reason: emailMessages.reason,
  recipientHash: emailMessages.recipientHash,
  lastEventAt: emailMessages.lastEventAt,
  createdAt: emailMessages.createdAt,
  settledAt: emailMessages.settledAt,
}

/** The newest messages to an account, with what became of each. */
export async function readOwnMessages(
  { db }: CoreContext,
  { id, email }: { id: number; email: EmailAddress },
): Promise<OwnMessage[]> {
  const rows = await db
    .select(columns)
    .from(emailMessages)
    .where(and(eq(emailMessages.userId, id), ne(emailMessages.kind, 'canary')))
    .orderBy(desc(emailMessages.id))
    .limit(NEWEST)
  const present = recipientHash(email)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    createdAt: row.createdAt.toISOString(),
    toPresentAddress: row.recipientHash === null || row.recipientHash.equals(present),
    ...fateOf(row),
  }))
}

/** The fate of the newest message of a kind to an account; null where none was sent. `to`: to this address alone. */
export async function newestFate(
  { db }: CoreContext,
  userId: number,
  kind: MessageKind,
  to?: EmailAddress,
): Promise<Fate | null> {
  const [message] = await db
    .select(columns)
    .from(emailMessages)
    .where(
      and(
        eq(emailMessages.userId, userId),
        eq(emailMessages.kind, kind),
        to === undefined ? undefined : eq(emailMessages.recipientHash, recipientHash(to)),
      ),
    )
    .orderBy(desc(emailMessages.id))
    .limit(1)
  return message ? fateOf(message) : null
}
