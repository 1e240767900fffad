import { markFailed, traced } from '../../kernel/trace/trace'

/**
 * Answers a request within a span of its route, which makes one call of one flow. The caller's `traceparent` becomes the parent,
 * where nothing in front of us made a span in this process. Neither target nor query is told: both can carry a token.
 */
export const tracedRequest = <Answer extends { status: number }>(
  headers: Pick<Headers, 'get'>,
  { method, route }: { method: string; route: string },
  answer: () => Promise<Answer>,
): Promise<Answer> =>
  traced(
    () => ({
      name: `${method === 'OTHER' ? 'HTTP' : method} ${route}`,
      kind: 'SERVER',
      attributes: {
        'http.request.method': method === 'OTHER' ? '_OTHER' : method,
        'http.route': route,
      },
      parent: { traceparent: headers.get('traceparent'), tracestate: headers.get('tracestate') },
    }),
    async (span) => {
      const answered = await answer()
      span?.setAttribute('http.response.status_code', answered.status)
      if (span && answered.status >= 500) markFailed(span, String(answered.status))
      return answered
    },
  )
