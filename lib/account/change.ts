// Long: no other file writes the rows of `users`.
import { randomUUID } from 'node:crypto'
import { and, eq, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { isDuplicate } from '../db/errors'
import { given } from '../db/statement/named'
import { shift } from '../kernel/clock'
import type { DataContext } from '../kernel/context'
import type { EmailAddress } from '../kernel/email-address'
import type { Account } from './account'
import type { Role } from './role'
import { users } from './schema'

type Changes = Partial<
  Pick<
    typeof users.$inferInsert,
    'email' | 'emailVerified' | 'disabledAt' | 'role' | 'name' | 'locale' | 'secondFactorSince' | 'passkeys'
  >
>

const NEXT_EPOCH = sql`${users.deviceEpoch} + 1`

async function change({ db, now }: DataContext, id: number, changes: Changes): Promise<void> {
  await db
    .update(users)
    .set({ ...changes, updatedAt: now() })
    .where(eq(users.id, id))
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

/** Turns the authenticator app on from `since` on, or off (null). */
export const setSecondFactor = (ctx: DataContext, id: number, since: Date | null): Promise<void> =>
  change(ctx, id, { secondFactorSince: since })

/** Notes how many passkeys there are. */
export const setPasskeyCount = (ctx: DataContext, id: number, passkeys: number): Promise<void> =>
  change(ctx, id, { passkeys })

/** Names the account to authenticators, unless it has a name already. @returns the name that is stored now */
export async function setWebauthnId({ db }: DataContext, id: number, made: Buffer): Promise<Buffer> {
  const [row] = await db
    .update(users)
    .set({ webauthnId: sql`coalesce(${users.webauthnId}, ${made})` })
    .where(eq(users.id, id))
    .returning({ webauthnId: users.webauthnId })
  if (!row?.webauthnId) throw new Error('an update of a locked account returned no row')
  return row.webauthnId
}

/** Gives the account a subject, unless it has one already. @returns the one that is stored now; null: the account is gone */
export async function giveSubject({ db }: DataContext, id: number): Promise<string | null> {
  await db
    .update(users)
    .set({ subject: sql`default` })
    .where(and(eq(users.id, id), isNull(users.subject)))
  const [account] = await db.select({ subject: users.subject }).from(users).where(eq(users.id, id))
  return account?.subject ?? null
}

/** Keeps the offer of a passkey away until `after`. */
export async function setPasskeyOffer({ db }: DataContext, id: number, after: Date): Promise<void> {
  await db.update(users).set({ passkeyOfferAfter: after }).where(eq(users.id, id))
}

/** Disables the account from `disabledAt` on, or enables it (null). Its sessions and mail are the caller's. */
export const setDisabled = (ctx: DataContext, id: number, disabledAt: Date | null): Promise<void> =>
  change(ctx, id, { disabledAt })

/** Changes the role. Its sessions are the caller's. */
export const setRole = (ctx: DataContext, id: number, role: Role): Promise<void> => change(ctx, id, { role })

/** Changes what the person says of themselves. */
export const setProfile = (
  ctx: DataContext,
  id: number,
  profile: Partial<Pick<Account, 'name' | 'locale'>>,
): Promise<void> => change(ctx, id, profile)

/**
 * Notes that a browser signed in since the marks of known devices were voided, as a part of a statement. Value: `now`.
 * @param gate yields the `id` of the locked account, and "deviceKnown" as it was
 */
export const notingDevice = (gate: SQL): SQL => sql`
  update ${users} account set device_known = true, updated_at = ${given('now', 'timestamptz')}
  from ${gate} signed_in where account.id = signed_in.id and not signed_in."deviceKnown"`

/** Makes the key of an account that is older than these keys. @returns the key */
export async function makeNetworkKey({ db, now }: DataContext, id: number): Promise<string> {
  const networkKey = randomUUID()
  // One that was made since the account was read stays: hashes under it are stored already.
  const [made] = await db
    .update(users)
    .set({ networkKey: sql`coalesce(${users.networkKey}, ${networkKey})`, updatedAt: now() })
    .where(eq(users.id, id))
    .returning({ networkKey: users.networkKey })
  return made?.networkKey ?? networkKey
}

/**
 * Stores the hash of a newly chosen password (null: the account has none from now on), and voids every mark of a known device. `deviceKnown`: a browser stays signed in,
 * so the next one is not the first.
 * @returns the epoch that new marks are bound to
 */
export async function setPassword(
  { db, now }: DataContext,
  id: number,
  { passwordHash, deviceKnown }: { passwordHash: string | null; deviceKnown: boolean },
): Promise<number> {
  const at = now()
  const [changed] = await db
    .update(users)
    .set({ passwordHash, passwordChangedAt: at, updatedAt: at, deviceKnown, deviceEpoch: NEXT_EPOCH })
    .where(eq(users.id, id))
    .returning({ deviceEpoch: users.deviceEpoch })
  if (!changed) throw new Error('an update of a locked account returned no row')
  return changed.deviceEpoch
}

/**
 * Voids every mark of a known device, without a new password: "this was not me". Whoever knows the old one is news when they
 * sign in again, so `deviceKnown` stays.
 */
export async function voidDeviceMarks({ db, now }: DataContext, id: number): Promise<void> {
  await db.update(users).set({ deviceEpoch: NEXT_EPOCH, updatedAt: now() }).where(eq(users.id, id))
}

/**
 * Replaces a password hash by a new one of the same password, unless the password was changed meanwhile. Null: there is none, or
 * none was made.
 * @returns the hash that is stored now
 */
export async function renewPasswordHash(
  { db, now }: DataContext,
  id: number,
  { old, renewed }: { old: string | null; renewed: string | null },
): Promise<string | null> {
  if (old === null || renewed === null) return old
  const changed = await db
    .update(users)
    .set({ passwordHash: renewed, updatedAt: now() })
    .where(and(eq(users.id, id), eq(users.passwordHash, old)))
    .returning({ passwordHash: users.passwordHash })
  return changed[0]?.passwordHash ?? old
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
