/** Code points of the shortest password. NIST SP 800-63B-4 wants 15 of a sole factor: docs/decisions/0005-passwords.md */
export const PASSWORD_MIN = 8

/** Code points from which length and the list of known passwords decide alone. (NIST SP 800-63B-4, 3.1.1.2) */
export const PASSWORD_LONG = 15

/** Code points of the longest password: far above any passphrase, low enough to bound the work on one. */
export const PASSWORD_MAX = 1024

/**
 * The one form of a password that is measured, judged, hashed and compared: NFC, so that an é typed on a Mac (two code
 * points) and on Windows (one) are the same. Nothing else is changed: no trimming, no case folding, no compatibility
 * mapping. The text must be well-formed Unicode, which `lib/auth/input` checks.
 */
export const normalisedPassword = (typed: string): string => typed.normalize('NFC')

/** Length as a person counts it, near enough: Unicode code points. (NIST SP 800-63B-4, 3.1.1.2) */
export const codePoints = (text: string): number => [...text].length
