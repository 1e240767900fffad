import type { Env } from '../../kernel/env'
import { open, seal } from '../../kernel/seal'
import type { LetterData } from '../letters/letter'
import type { MessageKind } from '../letters/table'
import { SendError } from '../transport/send-error'

type Bound = { kind: MessageKind; userId: number | null }

const contextOf = ({ kind, userId }: Bound): string => `${kind}:${userId}`

/** Encrypts the data of a message; it opens only under the same kind and account. */
export const sealLetter = (env: Env, message: Bound & { letter: LetterData }): Buffer =>
  seal(env, 'outbox', contextOf(message), JSON.stringify(message.letter))

/**
 * Opens the data of a claimed message.
 * @throws SendError that is not permanent, when the secret it was sealed under is not configured: it may come back
 */
export function openLetter(env: Env, claimed: Bound & { sealed: Buffer }): LetterData {
  try {
    return JSON.parse(open(env, 'outbox', contextOf(claimed), claimed.sealed))
  } catch (cause) {
    throw new SendError('LetterCannotBeOpened', false, { cause })
  }
}
