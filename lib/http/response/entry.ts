import type { Entry } from '../../factor/step/enter'
import type { Env } from '../../kernel/env/env'
import type { SignIn } from '../../session/open'
import { endedStepCookie, stepCookie } from '../cookies'
import { addSignIn } from './add-sign-in'
import { json } from './json'

/** The answer of a sign-in: its session and the browser's mark as cookies, and a waiting step is over. */
export const signInAnswer = (env: Env, signIn: SignIn, more: object = {}): Response =>
  addSignIn(json(200, { ...more, user: signIn.user }), env, signIn)

/** The same where the second step may be asked: then 202, and the cookie of the step (specification 4.5). */
export function entryAnswer(env: Env, { signIn, step }: Entry, more: object = {}): Response {
  if (signIn) return signInAnswer(env, signIn, more)
  const { token, methods } = step
  return json(202, { next: 'second_step', methods }, { 'Set-Cookie': stepCookie(env, token) })
}

/** The answer of a second step. */
export function steppedAnswer(env: Env, signIn: SignIn): Response {
  const response = signInAnswer(env, signIn)
  response.headers.append('Set-Cookie', endedStepCookie(env))
  return response
}
