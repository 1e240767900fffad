import { domainToASCII } from 'node:url'
import { z } from 'zod'
import type { FieldCode } from '../errors'

/** RFC 5321 4.5.3.1: the longest path a mail server must take is 256 octets, two of them angle brackets. */
const MAX_LENGTH = 254
const MAX_LOCAL_LENGTH = 64

/** RFC 5322 dot-atom. ASCII only: Unicode local parts need SMTPUTF8 all the way, and fold into one another. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/** What a domain may be typed with, so that nothing in it is percent-decoded, cut off as a path or skipped. */
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u
const LABEL = /^[a-z0-9-]{1,63}$/
const TOP_LABEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/** Full-width letters, ligatures, the Kelvin sign, ẞ, invisible marks: what IDNA silently makes ASCII, or drops. */
const isDisguise = (char: string): boolean =>
  /[ẞ\p{Default_Ignorable_Code_Point}]/u.test(char) ||
  (char > '\u007f' && /[\0-\u007f]/.test(char.normalize('NFKC').toLowerCase()))

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

/** The canonical form of the typed address, or why there is none. */
function canonical(typed: string): { address: string } | { fault: FieldCode } {
  const trimmed = typed.trim()
  if (trimmed === '') return { fault: 'email_required' }
  if (trimmed.length > MAX_LENGTH) return { fault: 'email_too_long' }
  const at = trimmed.lastIndexOf('@')
  // Only ASCII may be lower-cased here: 'K' (U+212A) would become an ordinary k.
  const local = trimmed.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (!LOCAL_PART.test(local)) return { fault: 'email_invalid' }
  const domain = canonicalDomain(trimmed.slice(at + 1))
  if (domain === null) return { fault: 'email_invalid' }
  const address = `${local}@${domain}`
  const tooLong = local.length > MAX_LOCAL_LENGTH || address.length > MAX_LENGTH
  return tooLong ? { fault: 'email_too_long' } : { address }
}

/**
 * An e-mail address in its canonical form, the only one that is stored, compared and mailed to: trimmed, the local
 * part in ASCII lower case, the domain in its ASCII (punycode) form. Dots and `+tags` are kept: what they mean is the
 * recipient's provider's business. Refused: quoted and Unicode local parts, IP addresses, domains without a dot, and
 * whatever would become another domain by IDNA mapping. Its grammar is also the guard against header injection, which
 * the mail SDKs do not have. Faults: `email_required`, `email_too_long`, `email_invalid`, `wrong_type`.
 * (RFC 5321, RFC 5322 dot-atom, RFC 5891, OWASP e-mail validation)
 */
export const emailAddress = z
  .string({ error: (issue) => (issue.input === undefined ? 'email_required' : 'wrong_type') })
  .transform((typed, context) => {
    const result = canonical(typed)
    if ('address' in result) return result.address
    context.addIssue({ code: 'custom', message: result.fault })
    return z.NEVER
  })
  .meta({
    description: `At most ${MAX_LENGTH} characters once trimmed; kept in lower case, its domain in ASCII.`,
    format: 'idn-email',
    minLength: 3,
  })
