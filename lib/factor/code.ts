import type { Account } from '../account/account'
import { recordEvent } from '../audit/record'
import { mailLetter } from '../email/outbox/enqueue'
import type { InTransaction } from '../kernel/context'
import { mintLink } from '../link/mint'
import type { Origin } from '../session/client/trace'
import { readRecoveryCode } from './recovery-code/code'
import { tryRecoveryCode } from './recovery-code/store'
import { tryTotp } from './totp/store'

/** Factors that are a code to type. */
export const CODE_METHODS = ['totp', 'recovery_code'] as const

export type CodeMethod = (typeof CODE_METHODS)[number]

/** The factor that a typed text looks like, so that one field takes both. */
export const methodOf = (typed: string): CodeMethod =>
  readRecoveryCode(typed) === null ? 'totp' : 'recovery_code'

type Given = { method: CodeMethod; code: string }

/** Tries a code of a locked account's factor, and uses a right one up. The owner hears of a recovery code. */
export async function tryFactorCode(
  t: InTransaction,
  account: Account,
  { method, code }: Given,
  origin: Origin,
): Promise<boolean> {
  const { id: userId, secondFactorSince } = account
  if (secondFactorSince === null) return false
  if (method === 'totp') return await tryTotp(t, userId, code)
  if (!(await tryRecoveryCode(t, userId, code))) return false
  await recordEvent(t, { type: 'recovery_code_used', userId, actorId: userId, origin })
  const minted = await mintLink(t, 'not_me', { id: userId, email: account.email })
  await mailLetter(t, 'recovery_code_used', account, { ...minted, facts: { at: t.now().toISOString() } })
  return true
}
