import { z } from 'zod'
import type { FieldCode } from '../kernel/errors'
import { UNSEEN } from '../kernel/text/unseen'

/** Code points. */
const MAX_LENGTH = 100
/** UTF-16 units as typed. The search for stray characters takes time with the square of it. */
const MAX_TYPED = 10 * MAX_LENGTH

/** Controls, lone surrogates, line separators and non-characters: no name has one, and some break a header. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u
const INVISIBLE = new RegExp(`[${UNSEEN}]`, 'gu')
/**
 * Invisible characters without a function: all but joiners, variation selectors and the tags of flags, and these too at
 * the start of a word and after a Latin, Greek or Cyrillic letter. A reader could not search for a name with one, and
 * those that turn the direction (Unicode UAX 9) could reorder the text around it.
 */
const STRAY = new RegExp(
  [
    // The cheap look-ahead first: few characters are invisible, and the look-behind may be long.
    String.raw`(?=[${UNSEEN}])(?<=^|\s|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}][\p{M}${UNSEEN}]*)[${UNSEEN}]+`,
    String.raw`(?![\u200c\u200d\p{Variation_Selector}\u{E0020}-\u{E007F}])[${UNSEEN}]`,
  ].join('|'),
  'gu',
)
/** Every space, and the braille cell without a dot. */
const SPACES = /[\p{Zs}\u2800]/gu
/** More marks than any script stacks on one letter; a hundred cover the lines above. */
const PILED = /\p{M}{6}/u
const VISIBLE = /[\p{L}\p{N}\p{S}]/u

/** Our mail greets the name at an address that may be a stranger's: no room for an advertisement. */
function carriesLink(name: string): boolean {
  const plain = name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase()
  return /\/\/|www\.|https?:/.test(plain)
}

/** NFC, without stray invisible characters, with single spaces. */
const tidy = (typed: string): string =>
  typed.replace(SPACES, ' ').trim().replace(STRAY, '').normalize('NFC').replace(/ +/g, ' ').trim()

function faultOfTyped(typed: string): FieldCode | null {
  if (typed === '') return 'name_required'
  if (typed.length > MAX_TYPED) return 'name_too_long'
  return FORBIDDEN.test(typed) ? 'name_invalid' : null
}

/** The fault of a tidied name. */
function fault(name: string): FieldCode | null {
  if ([...name].length > MAX_LENGTH) return 'name_too_long'
  const seen = name.replace(INVISIBLE, '')
  const isFaulty = !VISIBLE.test(seen) || PILED.test(seen) || carriesLink(name)
  return isFaulty ? 'name_invalid' : null
}

/**
 * A person's name as they write it: trimmed, NFC, runs of spaces made one, without stray invisible characters, 1 to 100
 * code points, at least one of them a letter, digit or symbol that can be seen, five marks on it at most. Every script
 * and emoji are welcome. An accepted name cannot break a mail header, a log line or a page; it still has to be escaped
 * in HTML.
 * Faults: `name_required`, `name_too_long`, `name_invalid`, `wrong_type`. (ASVS 1.3.3)
 */
export const personName = z
  .string({ error: (issue) => (issue.input === undefined ? 'name_required' : 'wrong_type') })
  .transform((typed, context) => {
    const typedFault = faultOfTyped(typed.trim())
    const name = typedFault ? '' : tidy(typed)
    const code = typedFault ?? fault(name)
    if (code === null) return name
    context.addIssue({ code: 'custom', message: code })
    return z.NEVER
  })
  .meta({
    description: `1 to ${MAX_LENGTH} characters once trimmed; no link, no control characters.`,
    minLength: 1,
  })
