import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeTrend, momentOf } from '../../../app/monitoring/chart/describe'
import { areaPath, gapsOf, linePath, runsOf } from '../../../app/monitoring/chart/path'
import { domainOf, HEIGHT, heightOf } from '../../../app/monitoring/chart/scale'

const value = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
)
const values = fc.array(fc.option(value, { freq: 3 }), { minLength: 1, maxLength: 60 })

/** Every point a path goes through, as pairs of numbers. */
const pointsOf = (path: string): [number, number][] =>
  [...path.matchAll(/(-?[\d.e+-]+),(-?[\d.e+-]+)/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('the axis', () => {
  it.each([
    ['nothing measured', [null, null], null],
    ['zeros', [0, 0], { min: 0, max: 1 }],
    ['the smallest number there is', [Number.MIN_VALUE], { min: 0, max: 1 }],
    ['one level', [7, 7], { min: 0, max: 8 }],
    ['small numbers', [0, 3, 2], { min: 0, max: 3 }],
    ['a percentage', [100, 100], { min: 0, max: 100 }],
    ['many users and a few more', [999_600, 1_000_348], { min: 999_600, max: 1_000_400 }],
  ])('of %s', (_name, given, expected) => {
    expect(domainOf(given)).toEqual(expected)
  })

  it('holds everything measured, and has a length', () => {
    fc.assert(
      fc.property(values, (given) => {
        const domain = domainOf(given)
        const measured = given.filter((one) => one !== null)
        expect(domain === null).toBe(measured.length === 0)
        if (!domain) return
        expect(domain.max).toBeGreaterThan(domain.min)
        for (const one of measured) {
          expect(one).toBeGreaterThanOrEqual(domain.min * (1 - 1e-12))
          expect(one).toBeLessThanOrEqual(domain.max * (1 + 1e-12))
        }
      }),
    )
  })

  it('puts more higher, and nothing outside the plot', () => {
    fc.assert(
      fc.property(values, value, value, (given, one, other) => {
        const domain = domainOf(given)
        if (!domain) return
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        expect(heightOf(high, domain)).toBeLessThanOrEqual(heightOf(low, domain))
        for (const height of [heightOf(low, domain), heightOf(high, domain)]) {
          expect(height).toBeGreaterThanOrEqual(0)
          expect(height).toBeLessThanOrEqual(HEIGHT)
        }
      }),
    )
  })
})

describe('the line', () => {
  it('goes through each measured point once, in order, and through no other', () => {
    fc.assert(
      fc.property(values, (given) => {
        const domain = domainOf(given)
        if (!domain) return
        const expected = given.flatMap((one, index) => (one === null ? [] : [[index, heightOf(one, domain)]]))
        expect(pointsOf(linePath(runsOf(given), domain))).toEqual(expected)
      }),
    )
  })

  it('breaks at every gap', () => {
    fc.assert(
      fc.property(values, (given) => {
        const domain = domainOf(given)
        if (!domain) return
        const beginnings = given.filter(
          (one, index) => one !== null && (given[index - 1] ?? null) === null,
        ).length
        expect(linePath(runsOf(given), domain).split('M').length - 1).toBe(beginnings)
      }),
    )
  })

  it('shows a point that stands alone, and no area below it', () => {
    const [domain, runs] = [{ min: 0, max: 10 }, runsOf([null, 5, null])]
    expect(linePath(runs, domain)).toBe('M1,50h0')
    expect(areaPath(runs, domain)).toBe('')
  })

  it('has its area between it and the bottom', () => {
    expect(areaPath(runsOf([0, 10, null, 5, 5]), { min: 0, max: 10 })).toBe(
      'M0,100 0,100 1,0 1,100ZM3,100 3,50 4,50 4,100Z',
    )
  })
})

describe('gaps', () => {
  it.each([
    ['none', [1, 2, 3], []],
    ['at the beginning', [null, null, 3], [{ start: 0, end: 2 }]],
    ['in the middle', [1, null, 3], [{ start: 0, end: 2 }]],
    ['at the end', [1, null, null], [{ start: 0, end: 2 }]],
    ['everywhere', [null, null, null], [{ start: 0, end: 2 }]],
    [
      'around a point',
      [null, 2, null],
      [
        { start: 0, end: 1 },
        { start: 1, end: 2 },
      ],
    ],
  ])('%s', (_name, given, expected) => {
    expect(gapsOf(given)).toEqual(expected)
  })

  it('cover exactly the steps that have no reading at an end', () => {
    fc.assert(
      fc.property(values, (given) => {
        const covered = new Set(
          gapsOf(given).flatMap(({ start, end }) =>
            Array.from({ length: end - start }, (_, step) => start + step),
          ),
        )
        for (let step = 0; step < given.length - 1; step += 1)
          expect(covered.has(step)).toBe(given[step] === null || given[step + 1] === null)
      }),
    )
  })
})

describe('the description', () => {
  const words = {
    label: 'Latency',
    span: '24 hours',
    write: (one: number) => `${one} ms`,
    texts: {
      summary: '{label}, {span}: {low} to {high}, last {last}.',
      empty: '{label}, {span}: nothing.',
      gaps: 'Gaps.',
      nothing: '',
      noPoint: '',
    },
  }
  const series = (given: (number | null)[]) => ({
    from: '2026-11-22T10:00:00Z',
    stepSeconds: 900,
    values: given,
  })

  it.each([
    [[3, 9, 4], 'Latency, 24 hours: 3 ms to 9 ms, last 4 ms.'],
    [[3, null], 'Latency, 24 hours: 3 ms to 3 ms, last 3 ms. Gaps.'],
    [[null, null], 'Latency, 24 hours: nothing.'],
  ])('of %j', (given, expected) => {
    expect(describeTrend(series(given), words)).toBe(expected)
  })

  it('knows when each point was', () => {
    expect(momentOf(series([1, 2, 3]), 2).toISOString()).toBe('2026-11-22T10:30:00.000Z')
  })
})
