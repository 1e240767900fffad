import type { FieldCode } from '../kernel/errors'
import type { PasswordDictionary } from './dictionary'
import { passwordDictionary } from './dictionary'
import type { Owner } from './personal'
import { isPersonal, personalWords } from './personal'
import { codePoints, normalisedPassword, PASSWORD_LONG, PASSWORD_MAX, PASSWORD_MIN } from './text'

/**
 * Guesses from which a password is strong: the estimator's score 3 without its margin of 5, which would refuse every
 * password of 8 characters, even a random one (10^8 + 1 guesses).
 */
const STRONG = 1e8

/** A password needs this many different characters at any length. */
const MIN_VARIETY = 4

/** Sequences of digits, letters and keys (QWERTY, AZERTY), in both directions. */
const SEQUENCES = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
].flatMap((keys) => [keys, [...keys].reverse().join('')])

/**
 * `text` from its first letter to its last. '' when that is less than a third of it: a word among many random digits is
 * no decorated word.
 */
function core(text: string): string {
  const chars = [...text]
  const isLetter = (char: string) => /\p{L}/u.test(char)
  const letters = chars.slice(chars.findIndex(isLetter), chars.findLastIndex(isLetter) + 1)
  return letters.length * 3 >= chars.length ? letters.join('') : ''
}

/** Length of the longest proper prefix of `text` that is also its end (Knuth, Morris, Pratt: linear time). */
function borderLength(text: string): number {
  const borders = [0]
  let length = 0
  for (let index = 1; index < text.length; index += 1) {
    while (length > 0 && text[index] !== text[length]) length = borders[length - 1] ?? 0
    if (text[index] === text[length]) length += 1
    borders.push(length)
  }
  return length
}

/** The part that `text` repeats, perhaps incompletely at its end; `text` itself if it repeats nothing 1.5 times. */
function repeatedPart(text: string): string {
  const period = text.length - borderLength(text)
  return period * 3 <= text.length * 2 ? text.slice(0, period) : text
}

/** True when a text in lower case is a known password, bare or decorated, or part of a sequence of keys. */
function isKnown(text: string, dictionary: PasswordDictionary): boolean {
  return [text, core(text)].some(
    (word) => word !== '' && (dictionary.isListed(word) || SEQUENCES.some((keys) => keys.includes(word))),
  )
}

function isCommon(password: string, dictionary: PasswordDictionary): boolean {
  const whole = password.normalize('NFKC').toLowerCase()
  if (isKnown(whole, dictionary) || new Set(whole).size < MIN_VARIETY) return true
  return [whole, core(whole)].some((text) => {
    const part = repeatedPart(text)
    // Repetition adds nothing: the repeated part has to be good enough by itself.
    return part !== text && (isKnown(part, dictionary) || isWeak(part, [], dictionary))
  })
}

function isWeak(password: string, words: string[], dictionary: PasswordDictionary): boolean {
  const length = codePoints(password)
  if (length < PASSWORD_MIN) return true
  return length < PASSWORD_LONG && dictionary.guesses(password, words) < STRONG
}

/**
 * Why a new password is refused, or null. No composition rules. From 8 to 14 code points the estimator must call it
 * strong; from 15 on, its length speaks for it. Neither may be a known password or its owner's name or address,
 * compared as a whole: a password that merely contains one of them is judged like any other.
 * (NIST SP 800-63B-4 3.1.1.2; ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.11, 6.2.12; docs/decisions/0005-passwords.md)
 */
export async function passwordProblem({
  password,
  ...owner
}: Owner & { password: string }): Promise<FieldCode | null> {
  const text = normalisedPassword(password)
  const length = codePoints(text)
  if (length < PASSWORD_MIN) return 'password_too_short'
  if (length > PASSWORD_MAX) return 'password_too_long'
  if (isPersonal(text, owner)) return 'password_personal'
  const dictionary = await passwordDictionary()
  if (isCommon(text, dictionary)) return 'password_common'
  return isWeak(text, personalWords(owner), dictionary) ? 'password_weak' : null
}
