import { personName } from '../account/name'
import { type EmailAddress, parseEmailAddress } from '../kernel/email-address'
import type { ProviderName } from './schema'

/** Somebody at a provider. `issuer` and `subject` name them for good; everything else is what the provider says today. */
export type Profile = {
  provider: ProviderName
  issuer: string
  subject: string
  email: EmailAddress | null
  /** The provider says that it has checked who reads the mail of `email`. */
  isProven: boolean
  /** By our rules of names. */
  name: string
}

/** Claims about a person, from the ID token or the userinfo endpoint: believed to be of no type until looked at. */
export type Claims = Record<string, unknown>

function addressIn({ email }: Claims): EmailAddress | null {
  const parsed = typeof email === 'string' ? parseEmailAddress(email) : undefined
  return parsed && 'address' in parsed ? parsed.address : null
}

/** Apple writes the boolean as a text in some answers; from any other provider a text is no yes. */
const isVerified = (provider: ProviderName, { email_verified: verified }: Claims): boolean =>
  verified === true || (provider === 'apple' && verified === 'true')

const joined = (...parts: unknown[]): string =>
  parts.filter((part) => typeof part === 'string' && part.trim() !== '').join(' ')

/** The name that Apple's page posts once, at the first consent, beside its answer. Nothing but what the person is called depends on it. */
export function postedName(user: string | null): string {
  try {
    const { name } = JSON.parse(user ?? '') as { name?: { firstName?: unknown; lastName?: unknown } }
    return joined(name?.firstName, name?.lastName)
  } catch {
    return ''
  }
}

/** The first of these that our rules take; where none is, the part of the address before the `@` in plain words. */
function nameFrom(candidates: string[], email: EmailAddress | null): string {
  const [local = '', domain = ''] = (email ?? '').split('@')
  const words = (text: string) => text.replaceAll(/[^a-z0-9]+/g, ' ')
  const all = [...candidates, words(local), words(domain)].map((name) => personName.safeParse(name))
  return all.find(({ success }) => success)?.data ?? '★'
}

/** `posted`: the name that came beside the answer. */
type Source = { provider: ProviderName; issuer: string; subject: string; claims: Claims; posted: string }

/** Reads the claims of a provider in our terms. */
export function profileOf({ provider, issuer, subject, claims, posted }: Source): Profile {
  const email = addressIn(claims)
  const { name, given_name: given, family_name: family, preferred_username: username } = claims
  return {
    provider,
    issuer,
    subject,
    email,
    isProven: email !== null && isVerified(provider, claims),
    name: nameFrom([joined(name), joined(given, family), posted, joined(username)], email),
  }
}
