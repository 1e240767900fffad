import { z } from 'zod'
import { REASONS, SOURCES } from '../lib/monitor/figure-names'
import type { Figure, Series } from '../lib/monitor/panel/report'

export const count = z.int().min(0)
export const time = z.iso.datetime()
export const health = z.enum(['fine', 'warning', 'alarm', 'unknown'])

const figure = z
  .strictObject({
    value: z.number().nullable().describe('Null: not available.'),
    why: z.enum(REASONS).optional().describe('Why it is not available.'),
    limit: z
      .number()
      .nullable()
      .optional()
      .describe('What there is at most, in the same unit; null: not known.'),
    unit: z.enum(['count', 'percent', 'bytes', 'per_second', 'per_minute', 'ms', 'seconds']),
    state: health.describe('`unknown`: there is no value to judge.'),
    threshold: z.number().optional().describe('From which on it alarms, in the same unit.'),
    source: z
      .enum(SOURCES)
      .optional()
      .describe(
        'Where it comes from. Of queries, `transactions` where the database does not count statements.',
      ),
  })
  .meta({ id: 'Figure', description: 'One figure, as it is now.' }) satisfies z.ZodType<Figure>

const series = z
  .strictObject({
    from: time.describe('When the first point begins.'),
    stepSeconds: count.describe('Seconds from one point to the next.'),
    values: z
      .array(z.number().nullable())
      .describe('In the unit of the figure, the last point still running; null: nothing was recorded.'),
  })
  .meta({ id: 'Series', description: 'One figure over the span.' }) satisfies z.ZodType<Series>

/** A panel, from the meanings of its figures. */
export function panel<Name extends string>(meanings: Record<Name, string>) {
  const names = Object.keys(meanings) as Name[]
  const each = <Schema>(make: (name: Name) => Schema) =>
    Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Schema>
  return z.strictObject({
    figures: z.strictObject(each((name) => figure.describe(meanings[name]))),
    trends: z.strictObject(each(() => series)).describe('The same figures over the span.'),
  })
}
