import { API_ROUTES, type ApiPath } from '../../app/api/routes'
import { PEER_HEADER } from '../../lib/http/internal-headers'

/** A request as our own server hands it to a handler; `Request` itself would drop headers a browser may not set. */
export function apiRequest(
  method: string,
  path: string,
  init: { body?: BodyInit; headers?: Record<string, string> } = {},
): Request {
  const headers = new Headers({ [PEER_HEADER]: '192.0.2.77', ...init.headers })
  const request = new Request(new URL(path, 'https://auth.huntaze.test'), {
    method,
    body: init.body,
    duplex: 'half',
  } as RequestInit)
  if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return new Proxy(request, {
    get(target, property) {
      if (property === 'headers') return headers
      const value = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Calls an API handler in this process, without a server. */
export function call(
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS',
  path: ApiPath,
  init: { json?: unknown; body?: BodyInit; headers?: Record<string, string>; query?: string } = {},
): Promise<Response> {
  const body = init.json === undefined ? init.body : JSON.stringify(init.json)
  return API_ROUTES[path][method](
    apiRequest(method, path + (init.query ?? ''), { body, headers: init.headers }),
  )
}

/** The `auth-token` of a response's `Set-Cookie`. */
export function sessionOf(response: Response): string {
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('auth-token='))
  return cookie?.slice('auth-token='.length).split(';')[0] ?? ''
}
