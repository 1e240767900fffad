/** SQLSTATE classes 08 (connection), 57P (server going away) and 53 (resources), and the codes of Node.js and `pg`. */
const UNAVAILABLE_CODES =
  /^(08...|57P0[1-5]|57014|53...|ECONN\w+|ENOTFOUND|ENOENT|ETIMEDOUT|EPIPE|EAI_AGAIN)$/
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered/

/** The driver's own error behind drizzle's (whose message quotes parameters and must never be shown). */
export function databaseCause(error: unknown): { code?: string; constraint?: string; message?: string } {
  let cause = error as { cause?: unknown; code?: string }
  while (cause?.cause && typeof cause.cause === 'object') cause = cause.cause as typeof cause
  return (cause ?? {}) as ReturnType<typeof databaseCause>
}

/** True when the database could not be reached or gave up: the same query may succeed later. */
export function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = databaseCause(error)
  return UNAVAILABLE_CODES.test(code) || UNAVAILABLE_MESSAGES.test(message)
}

/** True when the unique index `constraint` refused a duplicate. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  const cause = databaseCause(error)
  return cause.code === '23505' && cause.constraint === constraint
}
