/** A formatted number, and its unit with the space before it, so that a page can style the two differently. */
export type Piece = { number: string; unit: string }

/** The no-break space. */
export const NO_BREAK = '\u00a0'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** A number with the unit `name`; '' for none. */
export const part = (number: string | number, name: string): Piece => ({
  number: String(number),
  unit: name === '' ? '' : NO_BREAK + name,
})

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** The smaller part unless it is 0: `5 min`, not `5 min 00 s`. */
const partIfAny = (value: number, name: string): Piece[] =>
  value === 0 ? [] : [part(twoDigits(value), name)]

/** The two largest parts of whole `seconds`, in French and in English alike: `42 s`, `2 min 05 s`, `1 h 05 min`. */
export function durationPieces(seconds: number): Piece[] {
  if (seconds < MINUTE) return [part(seconds, 's')]
  const minutes = Math.floor(seconds / MINUTE)
  if (seconds < HOUR) return [part(minutes, 'min'), ...partIfAny(seconds % MINUTE, 's')]
  return [part(Math.floor(minutes / 60), 'h'), ...partIfAny(minutes % 60, 'min')]
}

/** Pieces as one text without line breaks. */
export const joinPieces = (pieces: Piece[]): string =>
  pieces.map(({ number, unit }) => number + unit).join(NO_BREAK)

/** The time left to wait, rounded up: never less than the whole `seconds`. */
export const waitingTime = (seconds: number): string =>
  joinPieces(durationPieces(seconds < HOUR ? seconds : Math.ceil(seconds / MINUTE) * MINUTE))
