import type { Env } from '../../kernel/env/env'
import type { SignIn } from '../../session/open'
import { deviceCookie, sessionCookie } from '../cookies'

/** Adds the cookies of a sign-in: the session, and the mark that this browser signed in here. */
export function addSignInCookies(
  response: Response,
  env: { appUrl: string },
  jwt: string,
  mark: string,
): void {
  response.headers.append('Set-Cookie', sessionCookie(env, jwt))
  response.headers.append('Set-Cookie', deviceCookie(env, mark))
}

/** Headers of an answer that signs in: the cookies, and the offer of a key to browsers that can bind the session to one. */
export function addSignIn(response: Response, env: Env, { session, deviceMark, keyOffer }: SignIn): Response {
  addSignInCookies(response, env, session.jwt, deviceMark)
  if (keyOffer !== null) response.headers.set('Secure-Session-Registration', keyOffer)
  return response
}
