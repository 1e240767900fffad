/**
 * Code points of the shortest password. NIST SP 800-63B-4 wants 15 of a sole factor: docs/decisions/0005-passwords.md
 */
export const PASSWORD_MIN = 8

/** Code points from which length and the list of known passwords decide alone. (NIST SP 800-63B-4, 3.1.1.2) */
export const PASSWORD_LONG = 15

/** Code points of the longest password: far above any passphrase, and a bound on the work. */
export const PASSWORD_MAX = 1024

/**
 * The form of a password that is measured, judged, hashed and compared: NFC, so that an é typed on a Mac (two code
 * points) equals one typed on Windows (one). Nothing is trimmed, folded or mapped. The text must be well-formed
 * Unicode, which `input.ts` checks.
 */
export const normalisedPassword = (typed: string): string => typed.normalize('NFC')

/** Length in Unicode code points, nearly as a person counts. (NIST SP 800-63B-4, 3.1.1.2) */
export const codePoints = (text: string): number => [...text].length
