import { fail, ok, type Result } from '../result'
import { type ActiveSession, peekSession, readSession } from '../token/session'
import type { ApiCall } from './endpoint'

/** A signed-in operator. */
export type Operator = ActiveSession

/**
 * The operator who makes an API request; refuses with `unauthenticated` (401) or, signed in as somebody else, with
 * `forbidden` (403). The API is described in the open, so there is nothing to hide behind a 404 here.
 *
 * A GET does not keep an idle session alive: pages ask by themselves for what is new, whoever sits in front of them.
 */
export async function requireOperatorCall({ ctx, request, visitor }: ApiCall): Promise<Result<Operator>> {
  const read = request.method === 'POST' ? readSession : peekSession
  const session = await read(ctx, visitor.jwt)
  if (!session) return fail('unauthenticated')
  return session.role === 'operator' ? ok(session) : fail('forbidden')
}
