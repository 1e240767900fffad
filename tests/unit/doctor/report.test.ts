import { describe, expect, it } from 'vitest'
import { formatFinding, formatTotal, wantsColour } from '../../../lib/doctor/report'

describe('the report', () => {
  const finding = { level: 'red', text: 'a\u001b[2Jb', fix: 'c\nd' } as const

  it('says it in words, and colours only a terminal', () => {
    expect(formatFinding('x', { level: 'green', text: 'fine' }, false)).toMatch(/^✔ green {3}x {23}fine$/)
    expect(formatFinding('x', finding, true)).toContain('\u001b[31m✖ red   \u001b[0m')
    expect(wantsColour(true, undefined)).toBe(true)
    expect(wantsColour(true, '1')).toBe(false)
    expect(wantsColour(undefined, undefined)).toBe(false)
  })

  it('lets nothing from outside move the cursor', () => {
    const text = formatFinding('x', finding, false)
    expect(text).not.toContain('\u001b')
    expect(text.split('\n')).toHaveLength(2)
  })

  it('counts', () => {
    expect(formatTotal(['green', 'red', 'green'])).toBe('2 green, 0 yellow, 1 red')
  })
})
