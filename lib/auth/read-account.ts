import { eq } from 'drizzle-orm'
import type { PublicUser } from '../account/account'
import { users } from '../account/schema'
import type { Fate } from '../email/report/fate'
import { newestFate, type OwnMessage, readOwnMessages } from '../email/report/read-own'
import type { CoreContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import type { Locale } from '../kernel/locale'
import { findOpenUndo, findPendingChange } from '../link/address/pending'

/** An account as its person sees it. Times are ISO 8601. */
export type OwnAccount = {
  user: PublicUser
  createdAt: string
  /** Language of our messages. */
  locale: Locale
  /** Null: the password is still that of the sign-up. */
  passwordChangedAt: string | null
  /** The address that waits for its proof. */
  pendingEmail: EmailAddress | null
  /** Until then its link is good. */
  pendingEmailUntil: string | null
  /** Fate of the message that carries the link. */
  pendingEmailMessage: Fate | null
  /** Until then the former address can be restored, and the account not be deleted. */
  undoUntil: string | null
  /** Newest messages to the person, newest first. */
  messages: OwnMessage[]
}

/** Reads an account for its person; undefined where it was deleted meanwhile. */
export async function readAccount(ctx: CoreContext, user: PublicUser): Promise<OwnAccount | undefined> {
  const [row, pending, undo, messages] = await Promise.all([
    readRow(ctx, user.id),
    findPendingChange(ctx, user.id),
    findOpenUndo(ctx, user.id),
    readOwnMessages(ctx, user),
  ])
  if (!row) return undefined
  return {
    user,
    createdAt: row.createdAt.toISOString(),
    locale: row.locale,
    passwordChangedAt: row.passwordChangedAt?.toISOString() ?? null,
    pendingEmail: pending?.email ?? null,
    pendingEmailUntil: pending?.until.toISOString() ?? null,
    pendingEmailMessage: pending && (await newestFate(ctx, user.id, 'email_change', pending.email)),
    undoUntil: undo?.until.toISOString() ?? null,
    messages,
  }
}

async function readRow({ db }: CoreContext, id: number) {
  const { createdAt, locale, passwordChangedAt } = users
  const [row] = await db.select({ createdAt, locale, passwordChangedAt }).from(users).where(eq(users.id, id))
  return row
}
