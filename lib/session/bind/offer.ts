import type { Role } from '../../account/role'
import type { CoreContext } from '../../kernel/context'
import type { Env } from '../../kernel/env/env'
import { makeChallenge } from './challenge'
import { KEYS } from './proof'

/** Paths of the two requests that a browser makes by itself. */
export const BIND_PATHS = { start: '/api/auth/bound/start', refresh: '/api/auth/bound/refresh' } as const

/** Whether a new session of this role is offered a key. */
const isOffered = ({ sessionBinding }: Env, role: Role): boolean =>
  sessionBinding === 'all' || (sessionBinding === 'operators' && role === 'operator')

/**
 * `Secure-Session-Registration` for a new session: a browser that knows it makes a key, and registers it beside its next request. Null:
 * nothing is offered. Only a sign-in offers, so that whoever copied a session later cannot bind it to a key of his own.
 */
export const keyOffer = (
  ctx: CoreContext,
  { role, handle }: { role: Role; handle: string },
): string | null =>
  isOffered(ctx.env, role)
    ? `(${Object.keys(KEYS).join(' ')});path="${BIND_PATHS.start}";challenge="${makeChallenge(ctx, { of: 'registration', id: handle })}"`
    : null
