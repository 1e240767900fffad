import type { StoredAccount } from '../../account/find'
import type { InTransaction, Visitor } from '../../kernel/context'
import { openSession, type SignIn } from '../../session/open'
import { removeLostFactor } from '../removal/due'
import { stepMethods } from './asked'
import { beginStep, type FirstStep, type PendingStep } from './pending'

/** A first step that went well: the person is in, or a second step is asked. */
export type Entry = { signIn: SignIn; step?: undefined } | { step: PendingStep; signIn?: undefined }

/** `deviceMark`: the mark that the browser presented. */
type Entering = { first: FirstStep; deviceMark: string | null }

/**
 * Goes on after the first step of a sign-in to a locked account: opens the session, or asks for the second step. Whoever waited
 * for the removal of a lost factor is not asked any more.
 */
export async function enter(
  t: InTransaction,
  account: StoredAccount,
  visitor: Visitor,
  { first, deviceMark }: Entering,
): Promise<Entry> {
  if (stepMethods(t.env, account).length > 0 && !(await removeLostFactor(t, account, visitor)))
    return { step: await beginStep(t, account, first) }
  return { signIn: await openSession(t, account, visitor, { event: 'signed_in', deviceMark }) }
}
