import { z } from 'zod'
import { parseEmailAddress } from '../email-address'
import { isInnerName } from '../network/inner-name'
import { list } from './values'

/** Addresses that a browser may prove while it signs somebody up (docs/decisions/0048-proof-by-the-browser.md). */
export type EmailProofSettings = {
  /** The one host that may vouch for addresses of a mail domain, by domain. */
  issuers: ReadonlyMap<string, string>
  /** Sent to browsers that ask for a token of their maker's trial. */
  trialToken?: string
}

const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** A domain as canonical addresses have it. */
const isMailDomain = (domain: string): boolean => {
  const parsed = parseEmailAddress(`somebody@${domain}`)
  return 'address' in parsed && parsed.address === `somebody@${domain}`
}

const pairOf = (item: string): [string, string] => {
  const [domain = '', issuer = '', ...rest] = item.split('=')
  return [domain.trim(), rest.length > 0 ? '' : issuer.trim()]
}

const isPair = ([domain, issuer]: [string, string]): boolean =>
  isMailDomain(domain) && HOST.test(issuer) && !isInnerName(issuer)

export const emailProofFields = {
  EMAIL_PROOF_BY_BROWSER: z
    .enum(['on', 'off'], { error: 'EMAIL_PROOF_BY_BROWSER must be on or off' })
    .default('off'),
  EMAIL_PROOF_ISSUERS: z
    .string()
    .default('')
    .transform((value) => list(value).map(pairOf))
    .refine((pairs) => pairs.every(isPair), {
      message:
        'EMAIL_PROOF_ISSUERS must be pairs like `mail.example=issuer.example` in small letters, comma-separated: a mail domain, and the public host that vouches for it',
    })
    .refine((pairs) => new Set(pairs.map(([domain]) => domain)).size === pairs.length, {
      message: 'EMAIL_PROOF_ISSUERS names a mail domain twice',
    }),
  EMAIL_PROOF_TRIAL_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9+/]{32,4096}={0,2}$/, {
      message: 'EMAIL_PROOF_TRIAL_TOKEN must be one origin-trial token, in base64',
    })
    .optional(),
}

type Given = { [Name in keyof typeof emailProofFields]?: z.output<(typeof emailProofFields)[Name]> }

/** Whether the feature is on, and nobody is allowed to vouch for anybody. */
export const lacksIssuers = ({
  EMAIL_PROOF_BY_BROWSER: state,
  EMAIL_PROOF_ISSUERS: issuers,
}: Given): boolean => state === 'on' && issuers?.length === 0

/** The settings of a configuration without faults; undefined: the feature is off. */
export const emailProofOf = (given: Given): EmailProofSettings | undefined =>
  given.EMAIL_PROOF_BY_BROWSER === 'on'
    ? { issuers: new Map(given.EMAIL_PROOF_ISSUERS), trialToken: given.EMAIL_PROOF_TRIAL_TOKEN }
    : undefined
