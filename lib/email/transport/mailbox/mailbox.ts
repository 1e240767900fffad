import { desc, eq, inArray } from 'drizzle-orm'
import { sharedNow } from '../../../db/clock'
import type { CoreContext } from '../../../kernel/context'
import type { EmailAddress } from '../../../kernel/email-address'
import type { MailTransport, OutgoingEmail } from '../../../kernel/ports'
import { open, seal } from '../../../kernel/seal'
import { mailboxMessages } from '../../schema'
import { checkEmail } from '../guard'
import { simulateSes } from './simulate'

/** A message as it is kept. Messages older than the reports have no outbox id. */
type KeptEmail = Omit<OutgoingEmail, 'outboxId'> & Partial<Pick<OutgoingEmail, 'outboxId'>>

/** A message in the local mailbox. */
export type MailboxEntry = KeptEmail & { id: number; createdAt: Date }

type Row = typeof mailboxMessages.$inferSelect

/**
 * Keeps messages in the database, for the mailbox page: development, tests and local rehearsals. The addresses of
 * Amazon SES's mailbox simulator are answered as SES answers them.
 */
export const createMailboxTransport = (ctx: CoreContext): MailTransport => ({
  name: 'mailbox',
  async send(email) {
    checkEmail(email)
    const sealed = seal(ctx.env, 'mailbox', 'mailbox', JSON.stringify(email))
    const [row] = await ctx.db
      .insert(mailboxMessages)
      .values({ sealed, createdAt: sharedNow(ctx) })
      .returning({ id: mailboxMessages.id })
    const providerMessageId = `mailbox-${row?.id}`
    await simulateSes(ctx, email.to, providerMessageId)
    return { providerMessageId }
  },
})

/** The row opened, or nothing when it was sealed under a secret that is no longer configured. */
function openRow({ env }: CoreContext, row: Row): MailboxEntry[] {
  try {
    const email: KeptEmail = JSON.parse(open(env, 'mailbox', 'mailbox', row.sealed))
    return [{ id: row.id, createdAt: row.createdAt, ...email }]
  } catch {
    return [] // A changed secret must not break the page for new messages.
  }
}

/** The newest messages first. */
export async function listMailbox(ctx: CoreContext, { limit }: { limit: number }): Promise<MailboxEntry[]> {
  const rows = await ctx.db.select().from(mailboxMessages).orderBy(desc(mailboxMessages.id)).limit(limit)
  return rows.flatMap((row) => openRow(ctx, row))
}

/** One message, or `undefined` when there is none of that id. */
export async function readMailbox(ctx: CoreContext, id: number): Promise<MailboxEntry | undefined> {
  const rows = await ctx.db.select().from(mailboxMessages).where(eq(mailboxMessages.id, id))
  return rows.flatMap((row) => openRow(ctx, row))[0]
}

/** Deletes the messages to an address that nobody has any more. Without the local mailbox there are none. */
export async function forgetMailbox(ctx: CoreContext, to: EmailAddress): Promise<void> {
  if (ctx.env.email.transport !== 'mailbox') return
  const rows = await ctx.db.select().from(mailboxMessages)
  const theirs = rows.flatMap((row) => openRow(ctx, row)).filter((entry) => entry.to === to)
  if (theirs.length === 0) return
  await ctx.db.delete(mailboxMessages).where(
    inArray(
      mailboxMessages.id,
      theirs.map(({ id }) => id),
    ),
  )
}
