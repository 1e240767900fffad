import { type SQL, sql } from 'drizzle-orm'
import { CANCELLATIONS } from '../outbox/cancel'
import { emailMessages } from '../schema'
import { REMOVABLE } from './refusals'

/** The cause of a message that names none: the provider reported that it dropped it, and not why. */
const UNNAMED = 'Unexplained'

/** A cause, as forms and commands name it. */
export const CAUSE_PATTERN = /^[A-Za-z][\w.-]{0,63}$/

/** Why a message died: a code of ours or the provider's, never a text, which could quote an address. */
export const CAUSE: SQL<string> = sql`coalesce(${emailMessages.lastError}, ${emailMessages.reason}, ${UNNAMED})`

/**
 * Messages that died of a fault, and were not sent again. Those that somebody made pointless (a correction, a deletion) and
 * machines' own are none.
 */
export const IS_DEAD_LETTER: SQL = sql`(${emailMessages.status} = 'dead' and ${emailMessages.kind} <> 'canary'
  and coalesce(${emailMessages.lastError}, '') not in ${CANCELLATIONS}
  and coalesce(${emailMessages.resendResult}, ${REMOVABLE[0]}) in ${REMOVABLE})`

/** Of these, those that nobody asked to send again yet, or whose last wish ended. */
export const IS_OPEN: SQL = sql`(${IS_DEAD_LETTER} and ${emailMessages.resendAt} is null)`
