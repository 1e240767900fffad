import type { CoreContext } from '../kernel/context'
import { LIFETIMES } from '../kernel/lifetimes'
import { passwordText } from '../password/input'
import type { ActiveSession } from './read'

/** Whether the last proof of this session, its sign-in included, is at most ten minutes old (specification 4). */
export const isProofFresh = (
  { now }: CoreContext,
  { passwordAt }: Pick<ActiveSession, 'passwordAt'>,
): boolean => now().getTime() - passwordAt.getTime() <= LIFETIMES.freshProof

/** The field in which the request of an act that needs a fresh proof may bring one. */
export const proofPassword = passwordText
  .optional()
  .describe('The account’s password: needed where no proof was given in this session in the last 10 minutes.')
