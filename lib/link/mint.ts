import { randomBytes } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Account } from '../account/account'
import { given, namedStatement } from '../db/statement/named'
import { shift } from '../kernel/clock'
import type { CoreContext } from '../kernel/context'
import { sha256 } from '../kernel/seal'
import { codeHash, newCode } from './code'
import { LINK_PURPOSES, type LinkPurpose } from './purposes'
import { emailVerificationTokens } from './schema'

/** The secrets of one message: its link's token, and the code where the purpose has one. */
export type MintedLink = { token: string; code?: string }

type Recipient = Pick<Account, 'id' | 'email'> & { session?: string }

/**
 * Makes a link: 32 random bytes in hexadecimal, and a code where the purpose has one. Only their hashes are stored.
 * `email`: the address that the link goes to; for `undo_email_change` the one that it gives back. `session`: the handle of the
 * session that it is about.
 */
export async function mintLink(
  ctx: CoreContext,
  purpose: LinkPurpose,
  recipient: Recipient,
): Promise<MintedLink> {
  const { minted, values } = newLink(ctx, purpose, recipient)
  await storeLink(ctx, values)
  return minted
}

/** Makes the secrets of a link, and the values of `storingLink`. */
export function newLink(
  ctx: CoreContext,
  purpose: LinkPurpose,
  { id: userId, email, session }: Recipient,
): { minted: MintedLink; values: Record<string, unknown> } {
  const token = randomBytes(32).toString('hex')
  const { lifetime, ...rest } = LINK_PURPOSES[purpose]
  const code = 'hasCode' in rest ? newCode() : undefined
  const createdAt = ctx.now()
  const values = {
    userId,
    email,
    purpose,
    tokenHash: sha256(token),
    codeHash: code === undefined ? null : codeHash(ctx, userId, code),
    session,
    expiresAt: shift(createdAt, lifetime),
    createdAt,
  }
  return { minted: { token, code }, values }
}

/** Stores a link, where `gate` yields a row: a part of a statement. */
export const storingLink = (gate: SQL): SQL => sql`
  insert into ${emailVerificationTokens} (user_id, email, purpose, token_hash, code_hash, session, expires_at, created_at)
  select ${given('userId', 'bigint')}, ${given('email', 'text')}, ${given('purpose', 'text')}, ${given('tokenHash', 'bytea')},
    ${given('codeHash', 'bytea')}, ${given('session', 'uuid')}, ${given('expiresAt', 'timestamptz')}, ${given('createdAt', 'timestamptz')}
  from ${gate}`

const storeLink = namedStatement('store_link', () => storingLink(sql`(select) as one`))
