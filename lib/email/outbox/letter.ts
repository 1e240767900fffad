import type { EmailAddress } from '../../kernel/email-address'
import type { Env } from '../../kernel/env'
import type { Locale } from '../../kernel/locale'
import { open } from '../../kernel/seal'
import type { MESSAGE_KINDS } from '../schema'
import { SendError } from '../transport/send-error'

export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** The data of a message. Sealed while it waits, erased when it is settled. */
export type Letter = { to: EmailAddress; name: string; locale: Locale; token?: string }

export const sealContext = (kind: MessageKind, userId: number | null): string => `${kind}:${userId}`

/**
 * Opens the letter of a claimed message.
 * @throws SendError that is not permanent, when the secret it was sealed under is not configured: it may come back
 */
export function openLetter(
  env: Env,
  claimed: { kind: MessageKind; userId: number | null; sealed: Buffer },
): Letter {
  try {
    return JSON.parse(open(env, 'outbox', sealContext(claimed.kind, claimed.userId), claimed.sealed))
  } catch (cause) {
    throw new SendError('LetterCannotBeOpened', false, { cause })
  }
}
