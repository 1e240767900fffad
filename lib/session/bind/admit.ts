import type { Context, Visitor } from '../../kernel/context'
import { fail, ok, type Result } from '../../kernel/result'
import { type ActiveSession, type CheckedSession, checkSession } from '../read'
import { noteUnproven } from './note'

/** Refusals of a request that needs a session. */
export type SessionRefusal = 'unauthenticated' | 'device_proof_missing' | 'device_unchecked'

const REFUSALS: Record<Exclude<CheckedSession['verdict'], 'let_in'>, SessionRefusal> = {
  none: 'unauthenticated',
  refuse: 'device_proof_missing',
  // Pages alone come again by themselves.
  bounce: 'device_proof_missing',
  unavailable: 'device_unchecked',
}

/** Checks the session of a request, and notes one whose key was not proven. Guards of the API and of pages ask here, and nowhere else. */
export async function checkPresented(
  ctx: Context,
  visitor: Visitor,
  doesPeek = false,
): Promise<CheckedSession> {
  const checked = await checkSession(ctx, visitor, doesPeek)
  const { verdict, session } = checked
  if (verdict !== 'let_in' && verdict !== 'none')
    noteUnproven(ctx, { verdict, userId: session.user.id }, visitor)
  return checked
}

/** The session that is let in, or the API's refusal. */
export async function admitSession(
  ctx: Context,
  visitor: Visitor,
  doesPeek = false,
): Promise<Result<ActiveSession, SessionRefusal>> {
  const { verdict, session } = await checkPresented(ctx, visitor, doesPeek)
  return verdict === 'let_in' ? ok(session) : fail(REFUSALS[verdict])
}
