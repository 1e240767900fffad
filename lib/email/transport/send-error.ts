import type { BounceType } from '../report/lifecycle'
import { RECIPIENT_REFUSED } from '../report/refused-recipients'

/** A refusal that is about the recipient: `suppresses` when the address is known to be gone for good. */
export type Bounce = { type: BounceType; suppresses: boolean; reason: string }

/** A refusal by words alone: the person may correct the address or ask again. */
export const RECIPIENT_IN_DOUBT: Bounce = { type: 'hard', suppresses: false, reason: RECIPIENT_REFUSED }

type Options = {
  cause?: unknown
  /** Given where a message that is given up is a bounce: the person can correct the address or ask again. */
  bounce?: Bounce
  /** Attempts before the message is given up, where that is earlier than usual. */
  patience?: number
}

/**
 * A message that did not leave. `code` is a provider's error name (safe to store and to log: it holds no address);
 * `permanent` says that trying again cannot help.
 */
export class SendError extends Error {
  override readonly name = 'SendError'
  readonly bounce?: Bounce
  readonly patience?: number

  constructor(
    readonly code: string,
    readonly permanent: boolean,
    { cause, bounce, patience }: Options = {},
  ) {
    super(`mail not sent: ${code}`, { cause })
    this.bounce = bounce
    this.patience = patience
  }
}

/**
 * By name, not by class: one server process holds several copies of this module, and a transport made by one copy is
 * used by another.
 */
export const isSendError = (error: unknown): error is SendError =>
  error instanceof Error && error.name === 'SendError'
