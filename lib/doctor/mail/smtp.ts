import { sendingRemedy, UNREACHABLE } from '../../email/send/remedies'
import { type Check, green, red } from '../check'
import { failureCode } from '../failure-code'

/** Checks that the mail server accepts our login. Nothing is sent. */
export const smtpCheck = (address: string, name?: string): Check => ({
  name: 'SMTP server',
  async run({ verifySmtp }) {
    try {
      await verifySmtp(address, name)
      return green('lets us in')
    } catch (error) {
      const code = failureCode(error)
      return red(`does not let us in (${code})`, sendingRemedy(code) ?? UNREACHABLE)
    }
  },
})
