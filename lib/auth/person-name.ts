import { z } from 'zod'
import type { FieldCode } from '../errors'

/** Code points. */
const MAX_LENGTH = 100

/**
 * Controls, lone surrogates, line separators, non-characters and the bidirectional controls (Unicode UAX 9), which
 * could reorder the text around the name. Arabic, Hebrew and emoji sequences (zero-width joiners) need none of them.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu
const VISIBLE = /[\p{L}\p{N}\p{S}]/u

/** A name is greeted in our mail, to an address that may be a stranger's: no room for somebody's advertisement. */
function carriesLink(name: string): boolean {
  const plain = name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase()
  return /\/\/|www\.|https?:/.test(plain)
}

/** What is wrong with a name that is already trimmed and normalised. */
function fault(name: string): FieldCode | null {
  if (name === '') return 'name_required'
  if ([...name].length > MAX_LENGTH) return 'name_too_long'
  if (FORBIDDEN.test(name) || !VISIBLE.test(name.replace(INVISIBLE, '')) || carriesLink(name)) {
    return 'name_invalid'
  }
  return null
}

/**
 * A person's name as they write it: trimmed, NFC, runs of spaces made one, 1 to 100 code points, at least one of them
 * a letter, digit or symbol that can be seen. Every script and emoji are welcome. What is accepted cannot break a mail
 * header, a log line or a page; it still has to be escaped in HTML.
 * Faults: `name_required`, `name_too_long`, `name_invalid`, `wrong_type`. (ASVS 1.3.3)
 */
export const personName = z
  .string({ error: (issue) => (issue.input === undefined ? 'name_required' : 'wrong_type') })
  .transform((typed, context) => {
    const name = typed
      .trim()
      .normalize('NFC')
      .replace(/\p{Zs}+/gu, ' ')
    const code = fault(name)
    if (code === null) return name
    context.addIssue({ code: 'custom', message: code })
    return z.NEVER
  })
  .meta({
    description: `1 to ${MAX_LENGTH} characters once trimmed; no link, no control characters.`,
    minLength: 1,
  })
