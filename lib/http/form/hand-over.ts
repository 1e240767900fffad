import type { ApiCall } from '../api-call'
import { outcomeCookie } from '../cookies'
import { type FormOutcome, heldSession, sealOutcome } from './outcome'

/**
 * Adds to an answer the cookie that tells the page at `path` how a form ended, by JSON as well: for a page that the person goes
 * on to. It is sealed, so that what it carries stands in no address and can be nobody else's word.
 */
export function handOver(
  { ctx, request, visitor }: Pick<ApiCall, 'ctx' | 'request' | 'visitor'>,
  response: Response,
  path: string,
  outcome: FormOutcome,
): Response {
  const held = heldSession(...response.headers.getSetCookie(), request.headers.get('cookie'))
  // A provider's POST brings no session, and its visitor has the one that the browser held before.
  const session = held || (visitor.jwt ?? '')
  const sealed = sealOutcome(ctx, { path, session }, outcome)
  response.headers.append('Set-Cookie', outcomeCookie(ctx.env, sealed, path))
  return response
}
