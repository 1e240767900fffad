import { reportState } from '../../db/states/report'
import { SECOND } from '../../kernel/clock'
import type { Log } from '../../kernel/log'
import type { Failure } from '../../kernel/result'
import { isTooBusy } from '../../password/gate'

/** Codes that an exception becomes. */
export type ExceptionCode = 'too_busy' | 'unavailable' | 'internal'

/** Failure that a client may be told of an exception. Its cause goes to the log. */
export function explainError(log: Log, error: unknown): Failure<ExceptionCode> {
  if (isTooBusy(error)) return { code: 'too_busy', retryAfter: error.retryAfter }
  const state = reportState(log, error)
  if (state) return { code: 'unavailable', retryAfter: state.retryAfter / SECOND }
  log.error('unexpected_error', { error })
  return { code: 'internal' }
}
