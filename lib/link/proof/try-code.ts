import { and, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Account } from '../../account/account'
import type { InTransaction } from '../../kernel/context'
import { CODE_TRIES, codeHashes, readCode } from '../code'
import { emailVerificationTokens } from '../schema'

/** `dead`: no code that was mailed so far is any good, so that a right one is refused too. */
export type CodeTrial = 'right' | 'wrong' | 'dead'

/**
 * Tries a code from the verification e-mails of a locked account. A wrong one counts against every code that is still good,
 * so that a further message adds no tries against an older code. The caller holds the lock on the account
 * (`lockAccount`), so simultaneous guesses take turns: five are tried, whatever their number.
 */
export async function tryCode(
  t: InTransaction,
  { id: userId, email }: Pick<Account, 'id' | 'email'>,
  typed: string,
): Promise<CodeTrial> {
  const { id, codeHash, codeTries, expiresAt, purpose } = emailVerificationTokens
  const good = await t.db
    .select({ id, codeHash })
    .from(emailVerificationTokens)
    .where(
      and(
        eq(emailVerificationTokens.userId, userId),
        eq(emailVerificationTokens.email, email),
        eq(purpose, 'verify_email'),
        isNotNull(codeHash),
        gt(expiresAt, t.now()),
        sql`${codeTries} < ${CODE_TRIES}`,
      ),
    )
  if (good.length === 0) return 'dead'
  const code = readCode(typed)
  const hashes = code === null ? [] : codeHashes(t, userId, code)
  if (good.some((mailed) => hashes.some((hash) => mailed.codeHash?.equals(hash)))) return 'right'
  const ids = good.map((mailed) => mailed.id)
  await t.db
    .update(emailVerificationTokens)
    .set({ codeTries: sql`${codeTries} + 1` })
    .where(inArray(id, ids))
  return 'wrong'
}
