import { SesAccountError } from '../../email/transport/ses/account-answers'
import { type Check, type Finding, yellow } from '../check'
import { failureCode } from '../failure-code'

const DENIED = /^AccessDenied|^NotAuthorized/

/** True when Amazon accepts the credentials and refuses the question. */
export const isDenied = (error: unknown): boolean => DENIED.test(failureCode(error))

/** The finding for an unanswered question. Yellow: without permission to ask, mail may still leave. */
export function unanswered(error: unknown): Finding {
  if (!(error instanceof SesAccountError) || !isDenied(error))
    return yellow(`not checked (${failureCode(error)})`, 'mend what “SES credentials” says first')
  return yellow(
    'not checked: these credentials may not ask',
    `allow them ses:${error.action}, or run this with an administrator’s`,
  )
}

/** A check that asks SES. Refused credentials are one red line, not one for each question. */
export const sesCheck = (name: string, run: Check['run']): Check => ({
  name,
  async run(probe) {
    try {
      return await run(probe)
    } catch (error) {
      return unanswered(error)
    }
  },
})
