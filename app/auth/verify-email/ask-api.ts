import { type ApiAnswer, callApi } from '@/components/form/call-api'
import { ACTIONS } from './flow-state'

type Body = { retryAfter?: number }

const verifications = new Map<string, Promise<ApiAnswer<Body>>>()

/** The same token asks once, however often React runs the effect that asks; only a person may ask again. */
function verifyOnce(token: string, unreachable: string): Promise<ApiAnswer<Body>> {
  const running = verifications.get(token)
  if (running) return running
  const answer = callApi<Body>(`${ACTIONS.verify}?token=${token}`, unreachable)
  verifications.set(token, answer)
  answer.then(({ ok }) => ok || verifications.delete(token))
  return answer
}

/** Asks the JSON API about a link, from the browser. */
export const askApi = (action: string, token: string, unreachable: string): Promise<ApiAnswer<Body>> =>
  action === ACTIONS.verify ? verifyOnce(token, unreachable) : callApi(action, unreachable, { token })
