import { isUnavailable } from '../../db/errors'
import type { Log } from '../../kernel/log'
import type { Failure } from '../../kernel/result'
import { isTooBusy } from '../../password/gate'

/** Seconds after which a client may try again when the database is away. */
const UNAVAILABLE_RETRY_AFTER = 5

/** Codes that an exception becomes. */
export type ExceptionCode = 'too_busy' | 'unavailable' | 'internal'

/** Failure that a client may be told of an exception. Its cause goes to the log. */
export function explainError(log: Log, error: unknown): Failure<ExceptionCode> {
  if (isTooBusy(error)) return { code: 'too_busy', retryAfter: error.retryAfter }
  if (isUnavailable(error)) {
    log.error('database_unavailable', { error })
    return { code: 'unavailable', retryAfter: UNAVAILABLE_RETRY_AFTER }
  }
  log.error('unexpected_error', { error })
  return { code: 'internal' }
}
