import { describe, expect, it } from 'vitest'
import { stateOf } from '../../../lib/db/states/recognize'
import { createLog } from '../../../lib/kernel/log'

function written(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(
    createLog(
      () => new Date('2026-03-01T12:00:00Z'),
      (line) => void lines.push(line),
    ),
  )
  for (const line of lines) expect(line).not.toMatch(/[\n\r]/)
  return lines.map((line) => JSON.parse(line))
}

describe('log', () => {
  // ASVS 16.2.2, 16.2.4
  it('writes one JSON object a line, in UTC', () => {
    expect(written((log) => log.info('user_registered', { userId: 7, code: undefined }))).toEqual([
      { time: '2026-03-01T12:00:00.000Z', level: 'info', event: 'user_registered', userId: 7 },
    ])
  })

  // ASVS 1.1.2, 16.4.1
  it('escapes what could forge a line or turn the terminal around', () => {
    const [record] = written((log) =>
      log.warn('x', { detail: 'a\n{"level":"error"}\u001b[31m\u202e\u2028b' }),
    )
    expect(record?.detail).toBe('a\\u{a}{"level":"error"}\\u{1b}[31m\\u{202e}\\u{2028}b')
  })

  // ASVS 16.2.5
  it('says of an error its name, code and place, never its message', () => {
    const cause = Object.assign(new Error('Key (email)=(jean@example.com) already exists'), { code: '23505' })
    const [record] = written((log) =>
      log.error('x', { error: new Error('Failed query: jean@example.com', { cause }) }),
    )
    expect(record?.error).toBe('Error < Error:23505')
    expect(JSON.stringify(record)).not.toContain('jean')
    expect(JSON.stringify(record?.stack)).toContain('log.test.ts')
  })

  it.each([
    [new Error('x', { cause: new Error('Query read timeout') }), 'Error < Error:lost'],
    [new Error('Connection terminated unexpectedly'), 'Error:lost'],
    [Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' }), 'Error:ECONNRESET'],
    [new Error('x', { cause: Object.assign(new Error('y'), { code: '40001' }) }), 'Error < Error:40001'],
    [new Error('something else'), 'Error'],
    ['no error', 'string'],
  ])('gives a database’s error a name where it has no code: %s', (error, expected) => {
    const lines: string[] = []
    createLog(
      () => new Date(),
      (line) => void lines.push(line),
      stateOf,
    ).warn('x', { error })
    expect(JSON.parse(lines[0] ?? '').error).toBe(expected)
  })
})
