import type { IncomingMessage, ServerResponse } from 'node:http'
import { DIRECT_ROUTES } from '../app/api/direct-routes'
import { answerDirectly, type DirectRoute } from '../lib/http/direct'
import { API_CACHE_CONTROL, apiHeaders } from '../lib/http/response/security-headers'
import type { Env } from '../lib/kernel/env/env'
import { runtime } from '../lib/runtime/runtime'
import { endAnswer } from './end-answer'

export type DirectFront = {
  routeOf(incoming: IncomingMessage): DirectRoute | undefined
  serve(route: DirectRoute, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>
}

/** Answers the direct routes (`lib/http/direct.ts`). */
export function createDirectFront(env: Env, known = DIRECT_ROUTES): DirectFront {
  const routes = new Map(known.map((route) => [route.path, route]))
  const common = apiHeaders(env)
  return {
    // By the whole target: a query, or another spelling of the path, is for the handler that knows them all.
    routeOf: ({ method, url = '' }) => (method === 'GET' ? routes.get(url) : undefined),
    async serve(route, incoming, outgoing) {
      const { requestId, answer } = await answerDirectly(runtime(), route, incoming.headers)
      const { status, headers, text } = answer
      outgoing.statusCode = status
      for (const name in headers) outgoing.setHeader(name, headers[name] as string)
      for (const { key, value } of common) outgoing.setHeader(key, value)
      if (!('Cache-Control' in headers)) outgoing.setHeader('Cache-Control', API_CACHE_CONTROL)
      outgoing.setHeader('X-Request-Id', requestId)
      endAnswer(incoming, outgoing, text)
    },
  }
}
