import { randomBytes } from 'node:crypto'
import type { Account } from '../account/account'
import { shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { sha256 } from '../kernel/seal'
import { LINK_PURPOSES, type LinkPurpose } from './purposes'
import { emailVerificationTokens } from './schema'

/** Makes a token for the account's present address: 32 random bytes in hexadecimal. Only its SHA-256 is stored. */
export async function mintLink(
  { db, now }: CoreContext,
  purpose: LinkPurpose,
  { id: userId, email }: Pick<Account, 'id' | 'email'>,
): Promise<string> {
  const token = randomBytes(32).toString('hex')
  const createdAt = now()
  const expiresAt = shift(createdAt, LINK_PURPOSES[purpose].lifetime)
  const tokenHash = sha256(token)
  await db.insert(emailVerificationTokens).values({ userId, email, purpose, tokenHash, expiresAt, createdAt })
  return token
}
