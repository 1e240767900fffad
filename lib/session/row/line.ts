import type { Role } from '../../account/role'
import { readIsoInstant } from '../../db/instant'
import type { EmailAddress } from '../../kernel/email-address'
import type { SessionKey } from '../bind/state'

/** A session and its user, as stored. */
export type SessionRow = {
  /** Of the account. */
  id: number
  name: string
  email: EmailAddress
  emailVerified: boolean
  role: Role
  userSeenAt: Date | null
  createdAt: Date
  sessionSeenAt: Date | null
  passwordAt: Date | null
  factorAt: Date | null
  secondFactorSince: Date | null
  passkeys: number
  hasPassword: boolean
  handle: string
  expiresAt: Date
  /** Null: the session is not bound. */
  key: SessionKey | null
}

/** Columns of the statement that reads sessions (`read-rows.ts`). Moments are texts of ISO 8601, which JSON has under every `DateStyle`. */
export type Line =
  | [
      id: number,
      name: string,
      email: EmailAddress,
      emailVerified: boolean,
      role: Role,
      userSeenAt: string | null,
      createdAt: string,
      sessionSeenAt: string | null,
      passwordAt: string | null,
      handle: string,
      expiresAt: string,
      factorAt: string | null,
      secondFactorSince: string | null,
      passkeys: number,
      hasPassword: boolean,
      dbscId: string | null,
      registeredAt: string | null,
    ]
  | [id: null]

const instantOrNull = (text: string | null): Date | null => (text === null ? null : readIsoInstant(text))

export function rowOf(line: Line): SessionRow | null {
  if (line[0] === null) return null
  const [id, name, email, emailVerified, role, userSeenAt, ...ofSession] = line
  const [createdAt, sessionSeenAt, passwordAt, handle, expiresAt, ...ofFactors] = ofSession
  const [factorAt, secondFactorSince, passkeys, hasPassword, ...ofKey] = ofFactors
  const [dbscId, registeredAt] = ofKey
  return {
    id,
    name,
    email,
    emailVerified,
    role,
    userSeenAt: instantOrNull(userSeenAt),
    createdAt: readIsoInstant(createdAt),
    sessionSeenAt: instantOrNull(sessionSeenAt),
    passwordAt: instantOrNull(passwordAt),
    handle,
    expiresAt: readIsoInstant(expiresAt),
    factorAt: instantOrNull(factorAt),
    secondFactorSince: instantOrNull(secondFactorSince),
    passkeys,
    hasPassword,
    key: dbscId && registeredAt ? { dbscId, registeredAt: readIsoInstant(registeredAt) } : null,
  }
}
