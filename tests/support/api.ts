import { API_ROUTES, type ApiPath } from '../../app/api/routes'
import { PEER_HEADER } from '../../lib/http/internal-headers'
import { expectDescribed } from './described-api'

/** A request as our own server hands it to a handler. */
export function apiRequest(
  method: string,
  path: string,
  init: { body?: BodyInit; headers?: Record<string, string> } = {},
): Request {
  const headers = new Headers({ [PEER_HEADER]: '192.0.2.77', ...init.headers })
  if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return new Request(new URL(path, 'https://auth.huntaze.test'), {
    method,
    headers,
    body: init.body,
    duplex: 'half',
  } as RequestInit)
}

/** A route's path with its segments in braces filled, by name. */
export const filledPath = (path: ApiPath, params: Record<string, string> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'none'))

/** Calls an API handler in this process, without a server. An answer that the API's document does not describe throws. */
export async function call(
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS',
  path: ApiPath,
  init: {
    json?: unknown
    body?: BodyInit
    headers?: Record<string, string>
    query?: string
    params?: Record<string, string>
  } = {},
): Promise<Response> {
  const body = init.json === undefined ? init.body : JSON.stringify(init.json)
  const request = apiRequest(method, filledPath(path, init.params) + (init.query ?? ''), {
    body,
    headers: init.headers,
  })
  const response = await API_ROUTES[path][method](request)
  await expectDescribed(method, path, response)
  return response
}

/** The `auth-token` of a response's `Set-Cookie`. */
export function sessionOf(response: Response): string {
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('auth-token='))
  return cookie?.slice('auth-token='.length).split(';')[0] ?? ''
}
