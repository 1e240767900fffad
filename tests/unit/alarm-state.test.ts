import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, shift } from '../../lib/clock'
import { type AlarmState, advanceAlarm, CALM, dueNotice, REPEAT } from '../../lib/monitoring/alarm-state'
import { judge, judgeRate } from '../../lib/monitoring/judge'
import type { Health } from '../../lib/monitoring/report'

const START = new Date('2026-03-01T12:00:00Z')

/** Runs one measurement a minute; whoever is due to be told is told at once. @returns what was told, by minute */
function play(healths: Health[]): [number, string][] {
  let state: AlarmState | undefined
  const told: [number, string][] = []
  for (const [minute, health] of healths.entries()) {
    const now = shift(START, minute * MINUTE)
    state = advanceAlarm(state, health, now)
    const notice = dueNotice(state, now)
    if (!notice) continue
    told.push([minute, notice])
    state = { ...state, notifiedAt: now }
  }
  return told
}

const minutes = (count: number, health: Health): Health[] => Array(count).fill(health)

describe('an alarm', () => {
  it('is told once, again after four hours, and its end once', () => {
    const hours = (count: number) => (count * HOUR) / MINUTE
    const told = play([...minutes(1, 'fine'), ...minutes(hours(9), 'alarm'), ...minutes(60, 'fine')])
    const end = 1 + hours(9) + CALM / MINUTE
    expect(told).toEqual([
      [1, 'raised'],
      [1 + REPEAT / MINUTE, 'still'],
      [1 + (2 * REPEAT) / MINUTE, 'still'],
      [end, 'ended'],
    ])
  })

  it('that flutters is one', () => {
    const flutter = Array.from({ length: 60 }, (_, n): Health => (n % 4 === 0 ? 'alarm' : 'fine'))
    expect(play(flutter)).toEqual([[0, 'raised']])
  })

  it('is neither raised nor ended by silence, nor raised by a warning', () => {
    expect(play([...minutes(10, 'unknown'), ...minutes(10, 'warning')])).toEqual([])
    expect(play([...minutes(1, 'alarm'), ...minutes(30, 'unknown')])).toEqual([[0, 'raised']])
  })

  it('that could not be told is told later', () => {
    const raised = advanceAlarm(undefined, 'alarm', START)
    expect(dueNotice(raised, shift(START, HOUR))).toBe('raised')
  })

  it('tells raised and ended in turn, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Health>('fine', 'warning', 'alarm', 'unknown')), (healths) => {
        const turns = play(healths)
          .map(([, notice]) => notice)
          .filter((notice) => notice !== 'still')
        expect(turns).toEqual(turns.map((_, n) => (n % 2 === 0 ? 'raised' : 'ended')))
      }),
    )
  })
})

describe('a value', () => {
  it('is judged at its bounds', () => {
    const bounds = { warning: 2, alarm: 4 }
    expect([null, 0, 1.9, 2, 3.9, 4, 9].map((value) => judge(value, bounds))).toEqual([
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
    expect(judgeRate(name, bad, of)).toBe(health)
  })
})
