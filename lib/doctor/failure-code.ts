const SAFE_CODE = /^[A-Za-z0-9][\w.]{0,63}$/

const safe = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== 'Error' && SAFE_CODE.test(value) ? value : undefined

/**
 * The code of an error's deepest cause that has one, else its name. Its message is never shown: messages quote
 * secrets.
 */
export function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError'
  const deeper = error.cause instanceof Error ? failureCode(error.cause) : 'UnknownError'
  if (deeper !== 'UnknownError') return deeper
  return safe((error as { code?: unknown }).code) ?? safe(error.name) ?? 'UnknownError'
}
