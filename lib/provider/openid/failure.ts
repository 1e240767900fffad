/** Codes of openid-client for a provider that took too long. */
const LATE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])

const codeOf = (error: object): unknown => ('code' in error ? error.code : undefined)

/**
 * Whether an error says that the provider is away: out of reach, late, or failing by its own account (5xx). Any other is an answer
 * that we do not believe. `fetch` throws a TypeError with a cause where there is no connection.
 */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { cause } = error
  if (LATE.has(String(codeOf(error)))) return true
  if (error instanceof TypeError) return cause !== undefined
  if (cause instanceof Response) return cause.status >= 500
  return cause instanceof Error && isAway(cause)
}
