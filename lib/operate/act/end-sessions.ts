import { fail, ok } from '../../kernel/result'
import { endSessionOf, endSessions } from '../../session/end'
import type { PerformAct } from './act'

/** Ends one session of the account: it is refused on its next request. */
export const endOneSession: PerformAct = async (t, { account, sessionId }) => {
  if (sessionId === undefined) return fail('invalid_input')
  return (await endSessionOf(t, account.id, sessionId)) ? ok(null) : fail('nothing_to_do')
}

/** Ends every session of the account. */
export const endAllSessions: PerformAct = async (t, { account }) => {
  const count = await endSessions(t, account.id)
  return count === 0 ? fail('nothing_to_do') : ok(String(count))
}
