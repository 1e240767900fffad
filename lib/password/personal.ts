import { PRODUCT } from '../kernel/brand'

/** The person whose name and address a password must not consist of. */
export type Owner = { name: string; email: string }

/** Letters that a digit or sign commonly stands for. */
const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'il',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '€': 'e',
  '!': 'il',
  '|': 'il',
  '+': 't',
}

const DECORATION = /[\p{N}\p{P}\p{Sc}\p{Sm}\p{Sk}\p{Z}]/u
const SEPARATORS = /[\p{P}\p{Z}]/gu

/** Without case, accents and compatibility forms. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Bounds on the words and passwords compared, after folding: one character can fold to eighteen. */
const MAX_WORD = 64
const MAX_WORDS = 40
const MAX_PASSWORD = 256

/** False for short words and numbers, which good passwords contain by chance. */
const isDistinctive = (word: string): boolean => word.length >= (/^\p{N}+$/u.test(word) ? 6 : 2)

/**
 * The words a person is known by: name, address, local part and host, whole and in parts, folded, and `huntaze`,
 * which is as easy to guess (ASVS 6.2.11). Letters and digits, and letters alone.
 */
export function personalWords({ name, email }: Owner): string[] {
  const [local = '', host = ''] = email.split('@')
  const parts = [name, local, host.slice(0, Math.max(host.lastIndexOf('.'), 0))].flatMap((text) => [
    text,
    ...text.split(/[^\p{L}\p{M}\p{N}]+/u),
  ])
  const words = [PRODUCT, email, host, ...parts].flatMap((text) => {
    const plain = fold(text).replace(/[^\p{L}\p{N}]/gu, '')
    return [plain, plain.replace(/\p{N}/gu, '')]
  })
  return [...new Set(words)]
    .filter((word) => isDistinctive(word) && word.length <= MAX_WORD)
    .slice(0, MAX_WORDS)
}

/** True when `word` stands at `start`, in leet spelling for all but one character at most. */
function standsAt(chars: string[], start: number, word: string[]): boolean {
  let exact = false
  for (const [offset, letter] of word.entries()) {
    const char = chars[start + offset]
    if (char === letter) exact = true
    else if (char === undefined || !LEET[char]?.includes(letter)) return false
  }
  return exact
}

/**
 * True when `chars` consists of words and decoration, with at least one word. Left to right: `reached[i]` is 1 when the
 * first `i` characters are all decoration, 2 (or 3) when they contain a word. Time: characters × words.
 */
function isMadeOf(chars: string[], words: string[][]): boolean {
  const reached = new Uint8Array(chars.length + 1)
  const reach = (index: number, state: number) => {
    reached[index] = (reached[index] ?? 0) | state
  }
  reach(0, 1)
  for (const [index, char] of chars.entries()) {
    const state = reached[index]
    if (!state) continue
    if (DECORATION.test(char)) reach(index + 1, state)
    for (const word of words) if (standsAt(chars, index, word)) reach(index + word.length, 2)
  }
  return ((reached[chars.length] ?? 0) & 2) !== 0
}

/**
 * True when a password is only its owner's name or address, or `huntaze`, with decoration: other case, accents, leet
 * spelling, digits, punctuation, repetition, in any order. False when it contains another word, because the whole
 * password is compared (NIST SP 800-63B-4 3.1.1.2), and above 256 characters, where `judge.ts` finds repetition.
 */
export function isPersonal(password: string, owner: Owner): boolean {
  const words = personalWords(owner).map((word) => [...word])
  const folded = fold(password)
  if (folded.length > MAX_PASSWORD) return false
  return [folded, folded.replace(SEPARATORS, '')].some((text) => isMadeOf([...text], words))
}
