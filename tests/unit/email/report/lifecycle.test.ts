import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  isSettled,
  MAIL_EVENT_TYPES,
  type MailEvent,
  MESSAGE_STATES,
  rank,
  reported,
  type Standing,
  suppresses,
} from '../../../../lib/email/report/lifecycle'

type Report = Pick<MailEvent, 'type' | 'bounce'>

const LADDER = [
  'queued',
  'sending',
  'sent',
  'delayed',
  'bounced soft',
  'dead',
  'delivered',
  'bounced hard',
  'complained',
] as const

type Rung = (typeof LADDER)[number]

const standing = (rung: Rung): Standing => {
  const [state, bounce = null] = rung.split(' ')
  return { state, bounce } as Standing
}
const rung = ({ state, bounce }: Standing): string => (bounce ? `${state} ${bounce}` : state)

/** Each report, the rung it names, and what a message on each rung of the ladder, in order, becomes by it. */
const TRANSITIONS: [string, Report, Rung[]][] = [
  ['send', { type: 'send' }, ['sent', 'sent', 'sent', ...LADDER.slice(3)]],
  ['delay', { type: 'delay' }, ['delayed', 'delayed', 'delayed', 'delayed', ...LADDER.slice(4)]],
  [
    'soft bounce',
    { type: 'bounce', bounce: 'soft' },
    ['bounced soft', 'bounced soft', 'bounced soft', 'bounced soft', 'bounced soft', ...LADDER.slice(5)],
  ],
  [
    'bounce of no known kind',
    { type: 'bounce' },
    ['bounced soft', 'bounced soft', 'bounced soft', 'bounced soft', 'bounced soft', ...LADDER.slice(5)],
  ],
  ['reject', { type: 'reject' }, ['dead', 'dead', 'dead', 'dead', 'dead', 'dead', ...LADDER.slice(6)]],
  [
    'rendering failure',
    { type: 'rendering_failure' },
    ['dead', 'dead', 'dead', 'dead', 'dead', 'dead', ...LADDER.slice(6)],
  ],
  ['delivery', { type: 'delivery' }, [...Array<Rung>(7).fill('delivered'), 'bounced hard', 'complained']],
  ['hard bounce', { type: 'bounce', bounce: 'hard' }, [...Array<Rung>(8).fill('bounced hard'), 'complained']],
  ['complaint', { type: 'complaint' }, Array<Rung>(9).fill('complained')],
]

const CASES = TRANSITIONS.flatMap(([name, report, becomes]) =>
  LADDER.map((before, index) => ({ name, report, before, after: becomes[index] })),
)

describe('one report', () => {
  it('is in the table, for every type and every state', () => {
    expect(new Set(TRANSITIONS.map(([, { type }]) => type))).toEqual(new Set(MAIL_EVENT_TYPES))
    expect(new Set(LADDER.map((name) => standing(name).state))).toEqual(new Set(MESSAGE_STATES))
    expect(CASES).toHaveLength(81)
  })

  it.each(CASES)('$name makes $before $after', ({ report, before, after }) => {
    expect(rung(advance(standing(before), report))).toBe(after)
  })

  it('of anything but a bounce knows no kind of bounce', () => {
    expect(reported({ type: 'delivery', bounce: 'hard' })).toEqual({ state: 'delivered', bounce: null })
  })
})

describe('a standing', () => {
  it.each(LADDER.map((name, index) => ({ name, index })))('$name stands at $index', ({ name, index }) => {
    expect(rank(standing(name))).toBe(index)
  })

  it('is settled from `sent` on', () => {
    expect(MESSAGE_STATES.filter((state) => !isSettled(state))).toEqual(['queued', 'sending'])
  })

  it('suppresses the address after a hard bounce or a complaint, and at no other time', () => {
    expect(LADDER.filter((name) => suppresses(standing(name)))).toEqual(['bounced hard', 'complained'])
  })
})

const report: fc.Arbitrary<Report> = fc.record({
  type: fc.constantFrom(...MAIL_EVENT_TYPES),
  bounce: fc.constantFrom('hard', 'soft', undefined),
})
const start = fc.constantFrom(...LADDER).map(standing)
const reports = fc.array(report, { maxLength: 12 })

/** The same reports as a provider may really deliver them: some lost, some twice, in any order. */
const delivered = reports.chain((sent) =>
  fc.tuple(fc.constant(sent), fc.array(fc.nat(Math.max(0, sent.length - 1)), { maxLength: 24 })),
)

const outcome = (from: Standing, list: Report[]): Standing => list.reduce(advance, from)

describe('any reports, lost, repeated and reordered', () => {
  it('never move a message backwards', () => {
    fc.assert(
      fc.property(start, delivered, (from, [sent, order]) => {
        let now = from
        for (const index of order) {
          const next = sent[index] ? advance(now, sent[index]) : now
          expect(rank(next)).toBeGreaterThanOrEqual(rank(now))
          now = next
        }
        expect(rank(now)).toBeLessThanOrEqual(rank(outcome(from, sent)))
      }),
    )
  })

  it('end in the highest standing among them, in any order', () => {
    fc.assert(
      fc.property(start, reports, fc.array(fc.nat()), (from, sent, keys) => {
        const shuffled = sent
          .map((each, index) => ({ each, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each)
        const highest = Math.max(rank(from), ...sent.map((each) => rank(reported(each))))
        expect(outcome(from, shuffled)).toEqual(outcome(from, sent))
        expect(rank(outcome(from, sent))).toBe(highest)
      }),
    )
  })

  it('change nothing the second time', () => {
    fc.assert(
      fc.property(start, reports, (from, sent) => {
        expect(outcome(outcome(from, sent), sent)).toEqual(outcome(from, sent))
      }),
    )
  })
})
