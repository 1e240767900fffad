import { describe, expect, it } from 'vitest'
import { spanContextIn, traceparentOf } from '../../../lib/kernel/trace/traceparent'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

describe('a traceparent', () => {
  it('names a span, and whether it is collected', () => {
    expect(spanContextIn(`00-${TRACE}-${SPAN}-01`)).toEqual({
      traceId: TRACE,
      spanId: SPAN,
      traceFlags: 1,
      isRemote: true,
    })
    expect(spanContextIn(`00-${TRACE}-${SPAN}-00`)?.traceFlags).toBe(0)
  })

  it.each([
    ['of a later version', `01-${TRACE}-${SPAN}-01`],
    ['of a later version with more parts', `cc-${TRACE}-${SPAN}-01-what-will-be`],
    ['with flags that have no meaning yet', `00-${TRACE}-${SPAN}-ff`],
    ['with spaces around it', ` 00-${TRACE}-${SPAN}-01 `],
  ])('%s is read', (_, text) => {
    expect(spanContextIn(text)).toMatchObject({ traceId: TRACE, spanId: SPAN, traceFlags: 1 })
  })

  it.each([
    '',
    'nonsense',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-0g`,
    `00-${TRACE.slice(1)}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
    `cc-${TRACE}-${SPAN}-01-${'x'.repeat(1_000)}`,
  ])('%j is none', (text) => {
    expect(spanContextIn(text)).toBeUndefined()
  })

  it('keeps the state of others, unless it is endless', () => {
    const stateOf = (state: string) => spanContextIn(`00-${TRACE}-${SPAN}-01`, state)?.traceState?.serialize()
    expect(stateOf('vendor=abc')).toBe('vendor=abc')
    expect(stateOf(`vendor=${'x'.repeat(1_000)}`)).toBeUndefined()
  })

  it('is made of a span that is collected, and of no other', () => {
    const span = { traceId: TRACE, spanId: SPAN, traceFlags: 1 }
    expect(traceparentOf(span)).toBe(`00-${TRACE}-${SPAN}-01`)
    expect(traceparentOf({ ...span, traceFlags: 0 })).toBeNull()
  })
})
