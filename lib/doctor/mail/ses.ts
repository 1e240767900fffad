import { type Check, green, type Probe, red, yellow } from '../check'
import { failureCode } from '../failure-code'
import type { SenderNames } from './sender'
import { isDenied, sesCheck, unanswered } from './ses-check'

/** Messages a day for an account in Amazon's sandbox. */
const SANDBOX_QUOTA = 200

/** Share of the day's quota above which the next busy day may exceed it. */
const QUOTA_NEARLY_USED = 0.8

const NETWORK = /^E[A-Z]{3,}|Timeout/

/** Checks that Amazon accepts the credentials; also if it then refuses the question. */
const credentialsCheck: Check = {
  name: 'SES credentials',
  async run({ ses, source }) {
    const region = source.AWS_REGION ?? 'no region'
    try {
      await ses.quota()
      return green(`accepted in ${region}`)
    } catch (error) {
      const code = failureCode(error)
      if (isDenied(error)) return unanswered(error)
      if (NETWORK.test(code))
        return red(
          `no answer in ${region} (${code})`,
          'check AWS_REGION, the network and AWS_ENDPOINT_URL_SES',
        )
      return red(
        `refused in ${region} (${code})`,
        'give the host a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of one that may send',
      )
    }
  },
}

/** SES's older API does not report the sandbox; its quota shows it, since no account outside has as little. */
const quotaCheck = sesCheck('SES quota', async ({ ses }) => {
  const { max24Hours, perSecond, sentLast24Hours } = await ses.quota()
  if (max24Hours < 0) return green(`no daily limit, ${perSecond} a second`)
  const text = `${sentLast24Hours} of ${max24Hours} in 24 h, ${perSecond} a second`
  if (max24Hours <= SANDBOX_QUOTA)
    return yellow(
      `${text}: the sandbox, where only verified recipients get mail`,
      'request production access in the SES console (Account dashboard)',
    )
  const isNearlyUsed = sentLast24Hours >= QUOTA_NEARLY_USED * max24Hours
  return isNearlyUsed ? yellow(text, 'request a higher sending quota (Service Quotas)') : green(text)
})

const enabledCheck = sesCheck('SES sending', async ({ ses }) =>
  (await ses.sendingEnabled())
    ? green('enabled')
    : red('switched off for this account', 'aws ses update-account-sending-enabled --enabled'),
)

/** The first of the sender's address, its domain and the domains above that fits, as SES accepts any of them. */
async function firstFit<T>(
  { address, domains }: SenderNames,
  ask: (identities: string[]) => Promise<Record<string, T>>,
  fits: (entry: T) => boolean,
): Promise<{ name: string; all: T[] } | { name: undefined; all: T[] }> {
  const answer = await ask([address, ...domains])
  const found = [address, ...domains].find((identity) => {
    const entry = answer[identity]
    return entry !== undefined && fits(entry)
  })
  const name = found === address ? 'its address' : found
  return { name, all: Object.values(answer) }
}

const identityCheck = (sender: SenderNames): Check =>
  sesCheck('SES sender identity', async ({ ses }) => {
    const { name, all } = await firstFit(sender, ses.verification, (status) => status === 'Success')
    if (name) return green(`verified through ${name}`)
    const state = all.includes('Pending') ? 'verification is pending' : 'not verified'
    return red(
      `${sender.domain}: ${state} in this region`,
      'add the domain in the SES console (Identities) and publish the DNS records it shows',
    )
  })

const dkimCheck = (sender: SenderNames): Check =>
  sesCheck('DKIM', async ({ ses }) => {
    const { name, all } = await firstFit(
      sender,
      ses.dkim,
      ({ enabled, status }) => enabled && status === 'Success',
    )
    if (name) return green(`signed for ${name}`)
    const state = all[0]?.status.toLowerCase() ?? 'not set up'
    return yellow(
      `${sender.domain}: ${state}; unsigned mail lands in spam`,
      'switch on Easy DKIM for the domain in SES and publish its three CNAME records',
    )
  })

/** Checks that SES sends mail and signs it as ours. */
export const sesChecks = (sender: SenderNames): Check[] => [
  credentialsCheck,
  enabledCheck,
  quotaCheck,
  identityCheck(sender),
  dkimCheck(sender),
]

/** The envelope domain that SES uses for the sender, if one is set up: receivers check its SPF record. */
export async function envelopeDomain({ ses }: Probe, { address, domains }: SenderNames) {
  const answer = await ses.mailFrom([address, ...domains])
  return Object.values(answer).find(({ domain, status }) => domain !== '' && status === 'Success')?.domain
}
