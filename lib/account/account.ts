import type { EmailAddress } from '../kernel/email-address'
import type { Locale } from '../kernel/locale'
import type { Role } from './role'
import { users } from './schema'

/** An account as every flow sees it: the row of `users` without its password hash. */
export type Account = {
  id: number
  name: string
  email: EmailAddress
  emailVerified: boolean
  locale: Locale
  role: Role
  /** Set: nobody signs in to this account, and its sessions are refused. */
  disabledAt: Date | null
  createdAt: Date
  /** Number of times that the marks of known devices were voided. */
  deviceEpoch: number
  /** A browser signed in since; false: the next one is the first. */
  deviceKnown: boolean
  /** Keys the hashes of the account's networks. Null: not yet made. */
  networkKey: string | null
  /** The authenticator app is asked at sign-in since then. Null: it is not. */
  secondFactorSince: Date | null
  /** Number of its passkeys. */
  passkeys: number
}

/** Columns of a `PublicUser`, for a query of another noun that joins `users`. */
export const publicColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  emailVerified: users.emailVerified,
}

/** Columns of an `Account`, likewise. */
export const accountColumns = {
  ...publicColumns,
  locale: users.locale,
  role: users.role,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
  deviceEpoch: users.deviceEpoch,
  deviceKnown: users.deviceKnown,
  networkKey: users.networkKey,
  secondFactorSince: users.secondFactorSince,
  passkeys: users.passkeys,
}

/** The part of an account that leaves the server. */
export type PublicUser = Pick<Account, 'id' | 'name' | 'email' | 'emailVerified'>

/** Copies the public fields alone: a row with more never leaves the server by accident. */
export const publicUser = ({ id, name, email, emailVerified }: PublicUser): PublicUser => ({
  id,
  name,
  email,
  emailVerified,
})
