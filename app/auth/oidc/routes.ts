import type { RouteHandler } from '@/lib/http/api-call'
import * as callback from './[provider]/callback/route'
import * as start from './[provider]/route'

/** Handlers that browsers navigate to: no part of the API, and no pages. Next.js finds them by their folders. */
export const WEB_ROUTES = {
  '/auth/oidc/{provider}': start,
  '/auth/oidc/{provider}/callback': callback,
} satisfies Record<string, Record<string, RouteHandler>>
