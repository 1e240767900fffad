import { z } from 'zod'
import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { passwordText } from '../password/input'
import type { ActiveSession } from './read'

/** Whether the last proof of this session, its sign-in included, is at most ten minutes old (specification 4). */
export const isProofFresh = (
  { now }: CoreContext,
  { passwordAt }: Pick<ActiveSession, 'passwordAt'>,
): boolean => now().getTime() - passwordAt.getTime() <= LIFETIMES.freshProof

/** A code of a factor as it is typed: of an authenticator app, or a recovery code. */
export const factorCode = z
  .string({ error: 'wrong_type' })
  .min(1, { error: 'code_required' })
  .max(64, { error: 'code_wrong' })

/** The fields in which the request of an act that needs a fresh proof may bring one. */
export const proofFields = {
  password: passwordText
    .optional()
    .describe(
      'The account’s password: needed where no proof was given in this session in the last 10 minutes.',
    ),
  factorCode: factorCode
    .optional()
    .describe('In place of the password where the second step is on: a code of the app, or a recovery code.'),
}
