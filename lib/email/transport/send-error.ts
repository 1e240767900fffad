/**
 * A message that did not leave. `code` is a provider's error name (safe to store and to log: it holds no address);
 * `permanent` says that trying again cannot help.
 */
export class SendError extends Error {
  override readonly name = 'SendError'

  constructor(
    readonly code: string,
    readonly permanent: boolean,
    options?: { cause?: unknown },
  ) {
    super(`mail not sent: ${code}`, options)
  }
}

/**
 * By name, not by class: one server process holds several copies of this module, and a transport made by one copy is
 * used by another.
 */
export const isSendError = (error: unknown): error is SendError =>
  error instanceof Error && error.name === 'SendError'
