import { describe, expect, it } from 'vitest'
import { RequestCounter } from '../../../../lib/monitor/count/requests'
import { testClock } from '../../../support/clock'

describe('the request counter', () => {
  it('keeps a day of minutes while nobody takes them, and drops the oldest', () => {
    const now = testClock()
    const counter = new RequestCounter(now)
    const first = now().getTime()
    for (let minute = 0; minute < 1500; minute += 1) {
      counter.count(200, 1)
      now.advance(60_000)
    }
    counter.putBack(counter.take())
    const kept = counter.take()
    expect(kept.size).toBe(1440)
    expect(Math.min(...kept.keys())).toBe(first + 60 * 60_000)
    expect(counter.sinceStart.requests).toBe(1500)
  })

  it('counts 5xx as errors and nothing else', () => {
    const counter = new RequestCounter(testClock())
    for (const status of [200, 302, 404, 499, 500, 503]) counter.count(status, 1)
    expect(counter.sinceStart).toMatchObject({ requests: 6, errors: 2, latency: 6 })
  })
})
