import type { RouteHandler } from '@/lib/http/api-call'
import * as jwks from '../.well-known/jwks.json/route'
import * as callback from '../auth/oidc/[provider]/callback/route'
import * as start from '../auth/oidc/[provider]/route'

/** Handlers outside `/api` that are no pages. Next.js finds them by their folders. */
export const WEB_ROUTES = {
  '/.well-known/jwks.json': jwks,
  '/auth/oidc/{provider}': start,
  '/auth/oidc/{provider}/callback': callback,
} satisfies Record<string, Record<string, RouteHandler>>
