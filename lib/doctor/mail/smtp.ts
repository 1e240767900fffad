import { type Check, green, red } from '../check'
import { failureCode } from '../failure-code'

const FIXES: [code: RegExp, fix: string][] = [
  [/^(EAUTH|53\d|454)$/, 'check the user and the password in SMTP_URL'],
  [/^ETLS$/, 'the server must offer STARTTLS with a certificate this host trusts; or use smtps://'],
  [/^(EDNS|ENOTFOUND)$/, 'the host of SMTP_URL has no address: check its name'],
]
const REACH_FIX = 'check host and port of SMTP_URL (587 or 465; many hosts block 25), and the firewall'

/** Checks that the mail server accepts our login. Nothing is sent. */
export const smtpCheck = (address: string): Check => ({
  name: 'SMTP server',
  async run({ verifySmtp }) {
    try {
      await verifySmtp(address)
      return green('lets us in')
    } catch (error) {
      const code = failureCode(error)
      return red(
        `does not let us in (${code})`,
        FIXES.find(([pattern]) => pattern.test(code))?.[1] ?? REACH_FIX,
      )
    }
  },
})
