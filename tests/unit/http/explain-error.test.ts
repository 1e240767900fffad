import { expect, it } from 'vitest'
import { explainError } from '../../../lib/http/response/explain-error'
import { createLog } from '../../../lib/kernel/log'

function explained(error: unknown) {
  const lines: string[] = []
  const log = createLog(
    () => new Date(0),
    (line) => void lines.push(line),
  )
  return { failure: explainError(log, error), lines: lines.map((line) => JSON.parse(line)) }
}

it('knows a full queue by its name: the class exists once a bundle', () => {
  class TooBusyError extends Error {
    override readonly name = 'TooBusyError'
    readonly retryAfter = 3
  }
  expect(explained(new TooBusyError())).toEqual({ failure: { code: 'too_busy', retryAfter: 3 }, lines: [] })
})

it('says when to come back while the database is away', () => {
  const { failure, lines } = explained(
    new Error('x', { cause: Object.assign(new Error('y'), { code: 'ECONNREFUSED' }) }),
  )
  expect(failure).toEqual({ code: 'unavailable', retryAfter: 5 })
  expect(lines).toMatchObject([{ level: 'error', event: 'database_unavailable' }])
})

// ASVS 16.3.4, 16.5.1
it('says nothing of a surprise, and logs it', () => {
  const { failure, lines } = explained(new TypeError('with jean@example.com in it'))
  expect(failure).toEqual({ code: 'internal' })
  expect(lines).toMatchObject([{ level: 'error', event: 'unexpected_error', error: 'TypeError' }])
  expect(JSON.stringify(lines)).not.toContain('jean')
})
