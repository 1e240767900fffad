import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SPANS } from '../../../../lib/i18n/span'
import { funnelWindowOf, windowOf } from '../../../../lib/monitor/panel/span'

describe('a span', () => {
  const LENGTH = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

  it.each(SPANS)('of %s covers its hours, and ends with the point that runs', (span) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (now) => {
          for (const { from, bucket, points } of [windowOf(span, now), funnelWindowOf(span, now)]) {
            expect(bucket * points).toBe(LENGTH[span] * 3600)
            const last = from.getTime() + (points - 1) * bucket * 1000
            expect(now.getTime()).toBeGreaterThanOrEqual(last)
            expect(now.getTime()).toBeLessThan(last + bucket * 1000)
          }
        },
      ),
    )
  })
})
