import { SECOND } from '../../kernel/clock'
import { LIFETIMES } from '../../kernel/lifetimes'

/** The short cookie that the key of a bound session renews; see `lib/session/bind`. Browsers refuse `__Host-Http-` here. */
export const BOUND_COOKIE = '__Host-auth-bound'

/** Attributes of that cookie. A registration names them as they are, without the age, and the browser compares. */
export const BOUND_ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax'

/** `Set-Cookie` of a bound session. */
export const boundCookie = (value: string): string =>
  `${BOUND_COOKIE}=${value}; ${BOUND_ATTRIBUTES}; Max-Age=${LIFETIMES.boundCookie / SECOND}`
