import { dateOf } from '../kernel/clock'

/** A moment as PostgreSQL writes it under `DateStyle` ISO (docs 8.5.2), in any time zone. */
const ISO = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)([+-]\d\d)(:\d\d)?$/

/** A moment that cannot be read for sure. As an invalid `Date` it would compare as "not yet" to everything. */
export class UnreadableInstant extends Error {
  override readonly name = 'UnreadableInstant'
  readonly code = 'UNREADABLE_INSTANT'

  constructor() {
    super('the database wrote a moment that is none, or in a form other than ISO 8601')
  }
}

/**
 * Reads a `timestamptz`. Any other form is refused: `02/11/2026` is two different days.
 * @throws UnreadableInstant
 */
export function readInstant(text: string): Date {
  const parts = ISO.exec(text)
  if (!parts) throw new UnreadableInstant()
  const [, day = '', time, hours, minutes = ':00'] = parts
  const year = day.length > 10 ? `+${day.padStart(12, '0')}` : day
  return readIsoInstant(`${year}T${time}${hours}${minutes}`)
}

/** Reads a `timestamptz` out of JSON, where it is written as in ECMAScript but for its microseconds. @throws UnreadableInstant */
export function readIsoInstant(text: string): Date {
  const instant = dateOf(text)
  if (Number.isNaN(instant.getTime())) throw new UnreadableInstant()
  return instant
}
