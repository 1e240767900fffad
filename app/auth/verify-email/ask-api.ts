import { type ApiAnswer, callApi } from '@/components/form/call-api'
import type { FlowState, Intent } from './flow-state'

type Body = { retryAfter?: number }

const verifications = new Map<string, Promise<ApiAnswer<Body>>>()

/** The same token asks once, however often React runs the effect that asks; only a person may ask again. */
function verifyOnce(token: string, unreachable: string): Promise<ApiAnswer<Body>> {
  const running = verifications.get(token)
  if (running) return running
  const answer = callApi<Body>(`/api/auth/verify-email?token=${token}`, unreachable)
  verifications.set(token, answer)
  answer.then(({ ok }) => ok || verifications.delete(token))
  return answer
}

const ASK: Record<Intent, (token: string, unreachable: string) => Promise<ApiAnswer<Body>>> = {
  verify: verifyOnce,
  'not-me': (token, unreachable) => callApi('/api/auth/verify-email/not-me', unreachable, { token }),
  renew: (token, unreachable) => callApi('/api/auth/verify-email/resend', unreachable, { token }),
}

/** Asks the JSON API, from the browser. */
export async function askApi(intent: Intent, token: string, unreachable: string): Promise<FlowState> {
  const answer = await ASK[intent](token, unreachable)
  return answer.ok ? { done: intent, retryAfter: answer.body.retryAfter } : { refusal: answer.refusal }
}
