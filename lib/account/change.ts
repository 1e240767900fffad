import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { isDuplicate } from '../db/errors'
import { shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import { type Account, accountColumns } from './account'
import type { Role } from './role'
import { users } from './schema'

type Changes = Partial<Pick<typeof users.$inferInsert, 'email' | 'emailVerified' | 'disabledAt' | 'role'>>

async function change({ db, now }: DataContext, id: number, changes: Changes): Promise<void> {
  await db
    .update(users)
    .set({ ...changes, updatedAt: now() })
    .where(eq(users.id, id))
}

/** Values of a new account; the rest has defaults. */
export type NewAccount = Pick<Account, 'name' | 'email' | 'locale'> & { passwordHash: string }

/** Inserts an account. @throws an error of which `isAddressTaken` is true when another account has the address */
export async function createAccount({ db, now }: DataContext, account: NewAccount): Promise<Account> {
  const at = now()
  const [created] = await db
    .insert(users)
    .values({ ...account, createdAt: at, updatedAt: at })
    .returning(accountColumns)
  if (!created) throw new Error('an insert returned no row')
  return created
}

/**
 * True when `error` says that another account has the address: of simultaneous writers the unique index lets one
 * through.
 */
export const isAddressTaken = (error: unknown): boolean => isDuplicate(error, 'users_email_key')

/** Changes the address. @throws an error of which `isAddressTaken` is true when another account has it */
export const setAddress = (ctx: DataContext, id: number, email: EmailAddress): Promise<void> =>
  change(ctx, id, { email })

/** Marks the address as verified; nothing takes this back. */
export const setVerified = (ctx: DataContext, id: number): Promise<void> =>
  change(ctx, id, { emailVerified: true })

/** Disables the account from `disabledAt` on, or enables it (null). Its sessions and mail are the caller's. */
export const setDisabled = (ctx: DataContext, id: number, disabledAt: Date | null): Promise<void> =>
  change(ctx, id, { disabledAt })

/** Changes the role. Its sessions are the caller's. */
export const setRole = (ctx: DataContext, id: number, role: Role): Promise<void> => change(ctx, id, { role })

/**
 * Replaces a password hash by a new one of the same password, unless the password was changed meanwhile.
 * @returns the hash that is stored now
 */
export async function renewPasswordHash(
  { db, now }: DataContext,
  id: number,
  hashes: { old: string; renewed: string },
): Promise<string> {
  const changed = await db
    .update(users)
    .set({ passwordHash: hashes.renewed, updatedAt: now() })
    .where(and(eq(users.id, id), eq(users.passwordHash, hashes.old)))
    .returning({ passwordHash: users.passwordHash })
  return changed[0]?.passwordHash ?? hashes.old
}

/** Records a request of the account, unless one was recorded less than `age` ms ago. */
export async function setLastSeen({ db, now }: DataContext, id: number, age: number): Promise<void> {
  const at = now()
  const isStale = or(isNull(users.lastSeenAt), lte(users.lastSeenAt, shift(at, -age)))
  await db
    .update(users)
    .set({ lastSeenAt: at })
    .where(and(eq(users.id, id), isStale))
}

/** Deletes an account; its sessions and links go with it (`on delete cascade`). */
export async function deleteAccount({ db }: DataContext, id: number): Promise<void> {
  await db.delete(users).where(eq(users.id, id))
}
