import { describe, expect, it } from 'vitest'
import { isConnectionSpent, isPassing, isUnavailable, repetitionOf } from '../../../lib/db/errors'
import { stateOf } from '../../../lib/db/states/recognize'
import type { State } from '../../../lib/db/states/state'
import { DATABASE_STATES } from '../../../lib/db/states/table'

const failure = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more })
const wrapped = (cause: unknown) => new Error('Failed query', { cause })

/** Errors that no test makes for real: they were recorded, or need another machine. */
const RECORDED: [error: unknown, phase: 'connect' | 'statement', state: string][] = [
  [failure('EHOSTUNREACH'), 'connect', 'unreachable'],
  [failure('EAI_AGAIN'), 'connect', 'unreachable'],
  [failure('XX000'), 'connect', 'unreachable'],
  [failure('08P01'), 'connect', 'unreachable'],
  [new Error('timeout expired'), 'connect', 'unreachable'],
  [failure('SELF_SIGNED_CERT_IN_CHAIN'), 'connect', 'untrusted'],
  [failure('ERR_TLS_CERT_ALTNAME_INVALID'), 'connect', 'untrusted'],
  [failure('28P01'), 'connect', 'rejected'],
  [new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), 'connect', 'rejected'],
  [failure('EHOSTUNREACH'), 'statement', 'lost'],
  [failure('ECONNRESET'), 'statement', 'lost'],
  [failure('08P01'), 'statement', 'lost'],
  [new Error('Query read timeout'), 'statement', 'lost'],
  [failure('53100'), 'statement', 'exhausted'],
  [failure('58030'), 'statement', 'exhausted'],
]

describe('the state of the database', () => {
  it.each(RECORDED)('is known from %s while it comes up in “%s”: %s', (error, phase, state) => {
    expect(stateOf(error, phase)).toBe(state)
    expect(stateOf(wrapped(error), phase)).toBe(state)
  })

  it.each([
    failure('23505'),
    failure('22P02'),
    failure('42601'),
    failure('0A000', { routine: 'transformLockingClause' }),
    failure('ENOENT'),
    new TypeError('x is not a function'),
    'a text',
    undefined,
  ])('is no excuse for a fault of ours: %s', (error) => {
    expect(stateOf(error)).toBeUndefined()
    expect([isUnavailable(error), isPassing(error), isConnectionSpent(error)]).toEqual([false, false, false])
    expect(repetitionOf(error)).toBe('no')
  })

  it('is never a surprise before a statement ran, whatever the code', () => {
    for (const code of ['23505', '99999', 'EANYTHING'])
      expect(stateOf(failure(code), 'connect')).toBeDefined()
  })
})

describe.each(Object.entries(DATABASE_STATES) as [string, State][])('%s', (_name, state) => {
  it('says when to come back, in whole seconds', () => {
    expect(state.retryAfter % 1000).toBe(0)
    expect(state.retryAfter).toBeGreaterThan(0)
  })

  it('is repeated by us only where it leaves the connection whole', () => {
    expect(state.again === 'no' || !state.dropsConnection).toBe(true)
  })
})
