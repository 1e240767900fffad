import type { MessageKind } from '../letters/kinds'

/** Letters that say the same each time: only the newest is sent again. */
const SAME_EACH_TIME = [
  'verification',
  'welcome',
  'address_in_use',
  'password_reset',
  'email_change',
] as const satisfies MessageKind[]

/** Notices whose only fact is the moment, which is that of the message. Each tells of another one. */
const OF_A_MOMENT = ['password_changed', 'recovery_code_used'] as const satisfies MessageKind[]

/**
 * Kinds that can be written anew. The others told of a browser, a way in or a date that was erased with them. Apart from the code
 * that writes them, so that a page loads no rendering.
 */
export type RenewableKind = (typeof SAME_EACH_TIME | typeof OF_A_MOMENT)[number]

const isAmong = (kinds: readonly MessageKind[], kind: MessageKind): boolean => kinds.includes(kind)

export const saysTheSame = (kind: MessageKind): boolean => isAmong(SAME_EACH_TIME, kind)

export const isRenewable = (kind: MessageKind): kind is RenewableKind =>
  saysTheSame(kind) || isAmong(OF_A_MOMENT, kind)
