const LINE_BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** Positions at which mail programs see the start of a host name, an address or a scheme. */
const LINKIFIED = /(?<=[\p{L}\p{N}]\.)(?=\p{L}{2})|(?<=@)(?=\S)|(?<=:)(?=\/)/gu

/** A name on one line, without marks that would turn the direction of the text after it. */
export const displayName = (name: string): string =>
  name.replace(LINE_BREAKING, ' ').replace(BIDI_CONTROLS, '').trim()

/**
 * True when a name would reorder the words around it (UAX #9) and must be isolated. Other names are left bare, so
 * that the sentence around them stays one unbroken run of text.
 */
export const needsIsolation = (name: string): boolean => RIGHT_TO_LEFT.test(name)

/**
 * The name with invisible joints (U+200C), so that a mail program does not turn `visit evil.example` into a link
 * in a message of ours. For HTML only: a copied plain text must not contain invisible characters.
 */
export const unlinked = (name: string): string => name.replace(LINKIFIED, '\u200c')
