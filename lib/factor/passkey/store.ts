import { and, asc, eq } from 'drizzle-orm'
import { users } from '../../account/schema'
import type { DataContext, InTransaction } from '../../kernel/context'
import { passkeys } from './schema'

/** A passkey as its person sees it. */
export type OwnPasskey = {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  /** It is copied to the person's other devices. */
  backedUp: boolean
}

export type StoredPasskey = typeof passkeys.$inferSelect

const { id, name, createdAt, lastUsedAt, backedUp } = passkeys
const own = { id, name, createdAt, lastUsedAt, backedUp }

/** The passkeys of an account, oldest first. */
export const listPasskeys = ({ db }: DataContext, userId: number): Promise<OwnPasskey[]> =>
  db.select(own).from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(createdAt), asc(id))

/** Ids of an account's passkeys as authenticators know them, with the ways to reach each. */
export async function credentialsOf({ db }: DataContext, userId: number) {
  const { credentialId, transports } = passkeys
  const rows = await db.select({ credentialId, transports }).from(passkeys).where(eq(passkeys.userId, userId))
  return rows.map((row) => ({ id: row.credentialId.toString('base64url'), transports: row.transports }))
}

/** The passkey that an authenticator names, with the name of its account for authenticators. */
export async function findPasskey(
  { db }: DataContext,
  credentialId: string,
): Promise<{ passkey: StoredPasskey; webauthnId: Buffer | null } | undefined> {
  const [row] = await db
    .select({ passkey: passkeys, webauthnId: users.webauthnId })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.credentialId, Buffer.from(credentialId, 'base64url')))
  return row
}

type Named = { userId: number; id: string }

const isIt = (named: Named) => and(eq(passkeys.userId, named.userId), eq(id, named.id))

/** @returns null where the account has no such passkey */
export async function renamePasskey(
  { db }: DataContext,
  named: Named,
  newName: string,
): Promise<OwnPasskey | null> {
  const [row] = await db.update(passkeys).set({ name: newName }).where(isIt(named)).returning(own)
  return row ?? null
}

/** Deletes a passkey of a locked account. @returns false where the account has no such passkey */
export async function deletePasskey({ db }: InTransaction, named: Named): Promise<boolean> {
  const deleted = await db.delete(passkeys).where(isIt(named)).returning({ id })
  return deleted.length > 0
}
