import { z } from 'zod'
import { DAY } from '@/lib/kernel/clock'

/** Longest range: the age of the oldest event, and a leap day. */
const LONGEST = 366 * DAY

/** A time with its offset, or a day, which begins at midnight UTC. */
const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()))

/** Parameters of the export. */
export const exportInput = z
  .strictObject({
    from: time.describe('First moment: ISO 8601 with an offset, or a day, which begins at midnight UTC.'),
    to: time.describe('First moment after the range, likewise; at most 366 days after `from`.'),
  })
  .refine(({ from, to }) => to > from && to.getTime() - from.getTime() <= LONGEST, {
    path: ['to'],
    message: 'range_invalid',
  })
