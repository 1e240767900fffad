import type { Env } from '../../kernel/env/env'
import type { SignIn } from '../../session/open'
import { addSignInCookies } from '../cookies'

/** Headers of an answer that signs in: the cookies, and the offer of a key to browsers that can bind the session to one. */
export function addSignIn(response: Response, env: Env, { session, deviceMark, keyOffer }: SignIn): Response {
  addSignInCookies(response, env, session.jwt, deviceMark)
  if (keyOffer !== null) response.headers.set('Secure-Session-Registration', keyOffer)
  return response
}
