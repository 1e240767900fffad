import * as first from '../../lib/auth/login'
import * as mailed from '../../lib/auth/verify-with-password'
import type { Entry } from '../../lib/factor/step/enter'
import type { ErrorCode } from '../../lib/kernel/errors'
import { ok, type Result } from '../../lib/kernel/result'
import type { SignIn } from '../../lib/session/open'

/** The sign-in of an account without a second step. */
function whole<Code extends ErrorCode>(entry: Result<Entry, Code>): Result<SignIn, Code> {
  if (!entry.ok) return entry
  if (!entry.value.signIn) throw new Error('a second step was asked')
  return ok(entry.value.signIn)
}

/** Flows of accounts without a second step, by their names. */
export const login = async (...given: Parameters<typeof first.login>) => whole(await first.login(...given))

export const verifyWithPassword = async (...given: Parameters<typeof mailed.verifyWithPassword>) =>
  whole(await mailed.verifyWithPassword(...given))
