import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { isLoopback } from '../network/loopback'

/** An OpenID provider and our registration there. `issuer`: as its tokens name it. */
type Registration = { issuer: string; clientId: string }

/** The OpenID providers that people sign in through. Each is there only where it is configured. */
export type ProviderSettings = {
  google?: Registration & { clientSecret: string }
  /** `privateKey`: PEM of an EC key on P-256. */
  apple?: Registration & { teamId: string; keyId: string; privateKey: string }
  /** `name`: as its button says it. */
  oidc?: Registration & { clientSecret: string; name: string }
}

const GOOGLE_ISSUER = 'https://accounts.google.com'
const APPLE_ISSUER = 'https://appleid.apple.com'

/** One line of printable ASCII: an id or a secret as a provider hands it out. */
const word = (name: string) =>
  z
    .string()
    .regex(/^[!-~]{1,512}$/, { message: `${name} must be ASCII without spaces` })
    .optional()

/** Hosts keep a key in one line, with `\n` for its line ends. */
const pem = (value: string): string => value.replaceAll('\\n', '\n')

function isSigningKey(value: string): boolean {
  try {
    return createPrivateKey(value).asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

/** An issuer is an https address without query and fragment (OpenID Connect Discovery 1.0, section 3). */
function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  const { protocol, username, password, search, hash, pathname } = url
  const isPlain = [username, password, search, hash].every((part) => part === '')
  // openid-client takes such an address for the metadata itself, and compares no issuer then.
  if (!isPlain || pathname.includes('/.well-known/')) return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url))
}

export const providerFields = {
  GOOGLE_CLIENT_ID: word('GOOGLE_CLIENT_ID'),
  GOOGLE_CLIENT_SECRET: word('GOOGLE_CLIENT_SECRET'),
  APPLE_CLIENT_ID: word('APPLE_CLIENT_ID'),
  APPLE_TEAM_ID: word('APPLE_TEAM_ID'),
  APPLE_KEY_ID: word('APPLE_KEY_ID'),
  APPLE_PRIVATE_KEY: z
    .string()
    .transform(pem)
    .refine(isSigningKey, {
      message: 'APPLE_PRIVATE_KEY must be the text of the .p8 file, an EC private key',
    })
    .optional(),
  OIDC_NAME: z
    .string()
    .trim()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u, { message: 'OIDC_NAME must be 1 to 40 characters on one line' })
    .optional(),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, {
      message: 'OIDC_ISSUER must be an https:// address without query (http on a loopback address)',
    })
    .optional(),
  OIDC_CLIENT_ID: word('OIDC_CLIENT_ID'),
  OIDC_CLIENT_SECRET: word('OIDC_CLIENT_SECRET'),
}

type Given = { [Name in keyof typeof providerFields]?: z.output<(typeof providerFields)[Name]> }
type Name = keyof Given

/** Names that are set all or none. */
const GROUPS: Name[][] = [
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['APPLE_CLIENT_ID', 'APPLE_TEAM_ID', 'APPLE_KEY_ID', 'APPLE_PRIVATE_KEY'],
  ['OIDC_NAME', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
]

/** One fault for each group of which a part is missing. A name with a fault of its own was given. */
export function groupFaults(given: Given): string[] {
  const isMissing = (name: Name) => name in given && given[name] === undefined
  return GROUPS.flatMap((group) => {
    const missing = group.filter(isMissing)
    if (missing.length === 0 || missing.length === group.length) return []
    const verb = missing.length === 1 ? 'is' : 'are'
    return [`${missing.join(', ')} ${verb} missing: ${group.join(', ')} are set together or not at all`]
  })
}

/** The providers of a configuration without faults. */
export function providersOf(given: Given): ProviderSettings {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, APPLE_CLIENT_ID, OIDC_NAME } = given
  const { APPLE_TEAM_ID: teamId, APPLE_KEY_ID: keyId, APPLE_PRIVATE_KEY: privateKey } = given
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = given
  return {
    ...(GOOGLE_CLIENT_ID &&
      GOOGLE_CLIENT_SECRET && {
        google: { issuer: GOOGLE_ISSUER, clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET },
      }),
    ...(APPLE_CLIENT_ID &&
      teamId &&
      keyId &&
      privateKey && {
        apple: { issuer: APPLE_ISSUER, clientId: APPLE_CLIENT_ID, teamId, keyId, privateKey },
      }),
    ...(OIDC_NAME &&
      issuer &&
      clientId &&
      clientSecret && { oidc: { name: OIDC_NAME, issuer, clientId, clientSecret } }),
  }
}
