import { shift } from '../../kernel/clock'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { makeStamp, readStamp } from './stamp'

const stampedFor = (dbscId: string) => ({ purpose: 'bound-cookie', subject: dbscId }) as const

/**
 * The value of the short cookie: its end, and our HMAC of that and the binding. The binding's name and not the session's stands in it,
 * so that it outlives a renewal of the session.
 *
 * It is good for a minute longer than the browser keeps it: the browser counts from the moment that the answer arrives.
 */
export const sealBoundCookie = ({ env, now }: CoreContext, dbscId: string): string =>
  makeStamp(env, stampedFor(dbscId), shift(now(), LIFETIMES.boundCookie + LIFETIMES.boundCookieGrace))

/** Whether this value is one of this binding, and not over. */
export function isBoundCookie({ env, now }: CoreContext, dbscId: string, value: string | null): boolean {
  const until = value === null ? null : readStamp(env, stampedFor(dbscId), value)
  return until !== null && now() < until
}
