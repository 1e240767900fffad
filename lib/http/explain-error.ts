import { isTooBusy } from '../auth/hash-gate'
import type { Context } from '../context'
import { isUnavailable } from '../db/errors'
import type { Failure } from '../result'

/** Seconds after which a client may try again when the database is away. */
const UNAVAILABLE_RETRY_AFTER = 5

/** What may be said of an exception. Its cause goes to the log. */
export function explainError({ log }: Pick<Context, 'log'>, error: unknown): Failure {
  if (isTooBusy(error)) return { code: 'too_busy', retryAfter: error.retryAfter }
  if (isUnavailable(error)) {
    log.error('database_unavailable', { error })
    return { code: 'unavailable', retryAfter: UNAVAILABLE_RETRY_AFTER }
  }
  log.error('unexpected_error', { error })
  return { code: 'internal' }
}
