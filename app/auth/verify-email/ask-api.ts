import { type ApiAnswer, callApi } from '@/components/form/call-api'
import { ACTIONS, type FlowAnswer } from './flow-state'

type Answer = ApiAnswer<FlowAnswer>

const verifications = new Map<string, Promise<Answer>>()

/** The same token asks once, however often React runs the effect that asks; only a person may ask again. */
function verifyOnce(token: string, unreachable: string): Promise<Answer> {
  const running = verifications.get(token)
  if (running) return running
  const answer = callApi<FlowAnswer>(`${ACTIONS.verify}?token=${token}`, unreachable)
  verifications.set(token, answer)
  answer.then(({ ok }) => ok || verifications.delete(token))
  return answer
}

type Fields = Record<string, string>

/** Whether a form of the page brings a proof; without one, the account's own browser asks. */
const bringsProof = (fields: Fields): boolean => 'password' in fields || 'newPassword' in fields

/** Asks the JSON API about a link, from the browser, with the fields of the form that the person sent. */
export const askApi = (
  action: string,
  { token = '', ...fields }: Fields,
  unreachable: string,
): Promise<Answer> =>
  action === ACTIONS.verify && !bringsProof(fields)
    ? verifyOnce(token, unreachable)
    : callApi(action, unreachable, { token, ...fields })
