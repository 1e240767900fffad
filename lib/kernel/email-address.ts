import { domainToASCII } from 'node:url'
import type { FieldCode } from './errors'
import { holdsUnseen, trimUnseen } from './text/unseen'

declare const canonical: unique symbol

/**
 * An e-mail address in its canonical form, the only one that is stored, compared and mailed to: trimmed, the local
 * part in ASCII lower case, the domain in its ASCII (punycode) form. Dots and `+tags` are kept: only the recipient's
 * provider knows their meaning. Refused: quoted and Unicode local parts, IP addresses, domains without a dot, and
 * domains that IDNA maps to another one. The grammar also prevents header injection, which the mail SDKs do not. (RFC
 * 5321, RFC 5322 dot-atom, RFC 5891, OWASP e-mail validation)
 */
export type EmailAddress = string & { readonly [canonical]: true }

/** RFC 5321 4.5.3.1: the longest path a mail server must take is 256 octets, two of them angle brackets. */
export const MAX_ADDRESS_LENGTH = 254
const MAX_LOCAL_LENGTH = 64

/** RFC 5322 dot-atom. ASCII only: Unicode local parts need SMTPUTF8 all the way, and fold into one another. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/** Characters of a typed domain: none that is percent-decoded, cut off as a path or skipped. */
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u
const LABEL = /^[a-z0-9-]{1,63}$/
const TOP_LABEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * A character that IDNA silently maps to ASCII: full-width letters, ligatures, the Kelvin sign, ẞ.
 */
const isDisguise = (char: string): boolean =>
  char === 'ẞ' || (char > '\u007f' && /[\0-\u007f]/.test(char.normalize('NFKC').toLowerCase()))

const isLabel = (label: string): boolean =>
  LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-')

function canonicalDomain(typed: string): string | null {
  if (!TYPED_DOMAIN.test(typed) || [...typed].some(isDisguise)) return null
  const domain = domainToASCII(typed)
  const labels = domain.split('.')
  if (labels.length < 2 || labels.length !== typed.split('.').length) return null
  if (!labels.every(isLabel) || !TOP_LABEL.test(labels.at(-1) ?? '')) return null
  return domain
}

/**
 * The canonical form of a typed address, or its fault: `email_required`, `email_too_long`, `email_unseen` or
 * `email_invalid`. What nobody sees is taken away around it, and refused inside: there it may change whose it is.
 */
export function parseEmailAddress(typed: string): { address: EmailAddress } | { fault: FieldCode } {
  const trimmed = trimUnseen(typed)
  if (trimmed === '') return { fault: 'email_required' }
  if (trimmed.length > MAX_ADDRESS_LENGTH) return { fault: 'email_too_long' }
  if (holdsUnseen(trimmed)) return { fault: 'email_unseen' }
  const at = trimmed.lastIndexOf('@')
  // Only ASCII may be lower-cased here: 'K' (U+212A) would become an ordinary k.
  const local = trimmed.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (!LOCAL_PART.test(local)) return { fault: 'email_invalid' }
  const domain = canonicalDomain(trimmed.slice(at + 1))
  if (domain === null) return { fault: 'email_invalid' }
  const address = `${local}@${domain}`
  const tooLong = local.length > MAX_LOCAL_LENGTH || address.length > MAX_ADDRESS_LENGTH
  return tooLong ? { fault: 'email_too_long' } : { address: address as EmailAddress }
}

/** True for exactly one bare ASCII address, in any case: it can end no header, add no recipient and name no route. */
export function isBareAddress(text: string): boolean {
  const parsed = parseEmailAddress(text)
  return 'address' in parsed && parsed.address === text.toLowerCase()
}

/** The part after the `@`. */
export const domainOf = (address: EmailAddress): string => address.slice(address.lastIndexOf('@') + 1)

/** An address written in code, for constants and tests. @throws unless it is an address in its canonical form */
export function toEmailAddress(text: string): EmailAddress {
  const parsed = parseEmailAddress(text)
  if (!('address' in parsed) || parsed.address !== text) throw new Error('not a canonical e-mail address')
  return parsed.address
}
