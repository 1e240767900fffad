import type { FormPages } from './form/pages'
import type { GuardedHandler } from './guard/guarded'

/**
 * The handlers of one route, each behind a guard (`lib/http/guard`). `FORM` takes plain forms alone, where the route has no
 * POST: JSON is refused there. A plain form reaches PATCH and DELETE through its field `method`. No route has a PUT.
 */
export type ApiHandlers = Partial<
  Record<'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'FORM', GuardedHandler>
>

/** One route. `allow`: its methods, for the header of that name. `pages`: around its plain forms, where it takes them. */
export type Route = { path: string; handlers: ApiHandlers; pages?: FormPages; allow: string }
