import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, shift } from '../../../../lib/kernel/clock'
import { type Health, healthWithin, rateOf } from '../../../../lib/monitor/alarm/health'
import {
  advanceAlarm,
  afterNotice,
  CALM,
  dueNotice,
  neverRaised,
  REPEAT,
} from '../../../../lib/monitor/alarm/state'

const START = new Date('2026-03-01T12:00:00Z')

/**
 * Runs one measurement a minute; a due notice is sent at once, where `reaches` allows it.
 * @returns notices by minute, and the state in the end
 */
function play(healths: Health[], reaches: (minute: number) => boolean = () => true) {
  let state = neverRaised(START)
  const told: [number, string][] = []
  for (const [minute, health] of healths.entries()) {
    const now = shift(START, minute * MINUTE)
    state = advanceAlarm(state, health, now)
    const notice = dueNotice(state, now)
    if (!notice || !reaches(minute)) continue
    told.push([minute, notice])
    state = { ...state, ...afterNotice(notice, now) }
  }
  return { told, state }
}

const minutes = (count: number, health: Health): Health[] => Array(count).fill(health)

describe('an alarm', () => {
  it('is told once, again after four hours, and its end once', () => {
    const hours = (count: number) => (count * HOUR) / MINUTE
    const { told } = play([...minutes(1, 'fine'), ...minutes(hours(9), 'alarm'), ...minutes(60, 'fine')])
    const end = 1 + hours(9) + CALM / MINUTE
    expect(told).toEqual([
      [1, 'raised'],
      [1 + REPEAT / MINUTE, 'still'],
      [1 + (2 * REPEAT) / MINUTE, 'still'],
      [end, 'ended'],
    ])
  })

  it('is one where its value flutters', () => {
    const flutter = Array.from({ length: 60 }, (_, n): Health => (n % 4 === 0 ? 'alarm' : 'fine'))
    expect(play(flutter).told).toEqual([[0, 'raised']])
  })

  it('is neither raised nor ended by silence, nor raised by a warning', () => {
    expect(play([...minutes(10, 'unknown'), ...minutes(10, 'warning')]).told).toEqual([])
    expect(play([...minutes(1, 'alarm'), ...minutes(30, 'unknown')]).told).toEqual([[0, 'raised']])
  })

  it('is told later where it could not be told', () => {
    const raised = advanceAlarm(neverRaised(START), 'alarm', START)
    expect(dueNotice(raised, shift(START, HOUR))).toBe('raised')
  })

  it('is not told as over where nobody was told of it, a second one neither', () => {
    const episode = [...minutes(3, 'alarm'), ...minutes(10, 'fine')]
    const end = 3 + CALM / MINUTE
    const reaches = (minute: number) => minute < episode.length || minute >= episode.length + end
    expect(play([...episode, ...episode], reaches).told).toEqual([
      [0, 'raised'],
      [end, 'ended'],
    ])
  })

  it('whose end could not be told goes on when it is raised again', () => {
    const again = [...minutes(1, 'alarm'), ...minutes(10, 'fine'), ...minutes(5, 'alarm')]
    const { told, state } = play(again, (minute) => minute === 0)
    expect(told).toEqual([[0, 'raised']])
    expect(dueNotice(state, shift(START, HOUR))).toBeNull()
    expect(dueNotice(state, shift(START, REPEAT))).toBe('still')
  })

  it('tells raised and ended in turn, whatever happens and whoever cannot be reached', () => {
    const health = fc.constantFrom<Health>('fine', 'warning', 'alarm', 'unknown')
    fc.assert(
      fc.property(fc.array(fc.tuple(health, fc.boolean()), { maxLength: 200 }), (course) => {
        const { told, state } = play(
          course.map(([one]) => one),
          (minute) => course[minute]?.[1] ?? false,
        )
        const turns = told.map(([, notice]) => notice).filter((notice) => notice !== 'still')
        expect(turns).toEqual(turns.map((_, n) => (n % 2 === 0 ? 'raised' : 'ended')))
        expect(state.told).toBe(turns.length % 2 === 1)
        // A way that works in the end brings the present state.
        if (course.at(-1)?.[1]) expect(state.told).toBe(state.raised)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a value', () => {
  it('is judged at its bounds', () => {
    const bounds = { warning: 2, alarm: 4 }
    expect([null, 0, 1.9, 2, 3.9, 4, 9].map((value) => healthWithin(value, bounds))).toEqual([
      'unknown',
      'fine',
      'fine',
      'warning',
      'warning',
      'alarm',
      'alarm',
    ])
  })

  it.each([
    ['bounceRate', 1, 2, 'fine'],
    ['bounceRate', 4, 49, 'fine'],
    ['bounceRate', 5, 49, 'alarm'],
    ['bounceRate', 3, 50, 'alarm'],
    ['bounceRate', 2, 50, 'warning'],
    ['complaintRate', 1, 500, 'fine'],
    ['complaintRate', 1, 1000, 'alarm'],
    ['complaintRate', 3, 500, 'alarm'],
    ['errorRate', 1, 10, 'fine'],
    ['errorRate', 1, 100, 'alarm'],
    ['errorRate', 0, 0, 'unknown'],
  ] as const)('%s of %i in %i is %s', (name, bad, of, health) => {
    expect(rateOf(name, bad, of).health).toBe(health)
  })
})
