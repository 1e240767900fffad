/**
 * Stands before a stored hash that was imported. Ours and a foreign bcrypt look alike, and differ for long passwords; and an
 * older release, which knows no foreign hash, refuses whatever begins with it.
 */
const MARK = 'imported:'

/** A hash of elsewhere as it is stored. */
export const storeForeign = (hash: string): string => MARK + hash

/** The hash of elsewhere that is stored; undefined: there is none, or it is ours. */
export const foreignIn = (stored: string | null): string | undefined =>
  stored?.startsWith(MARK) ? stored.slice(MARK.length) : undefined

/** A stored hash without the mark, for other software. */
export const unmarkedHash = (stored: string | null): string | null => foreignIn(stored) ?? stored
