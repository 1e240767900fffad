import type { ServerResponse } from 'node:http'
import type { RequestCounter } from '../lib/monitor/count/requests'

const statuses = new WeakMap<ServerResponse, number>()

/** Has an answer counted as `status`: that of the API, where a plain form is sent on to a page. */
export const countAnswerAs = (outgoing: ServerResponse, status: number): void => {
  statuses.set(outgoing, status)
}

const statusOf = (outgoing: ServerResponse): number => statuses.get(outgoing) ?? outgoing.statusCode

/**
 * Counts a request once its answer is out. Where the client left first, the answer that was on its way counts, without a
 * latency, and only if it was a refusal or a failure: what nobody received is no success.
 * @param served settles when nothing more is done about the request
 */
export function countAnswer(counter: RequestCounter, outgoing: ServerResponse, served: Promise<void>): void {
  const started = performance.now()
  outgoing.once('close', () => {
    if (outgoing.writableFinished) return counter.count(statusOf(outgoing), performance.now() - started)
    void served.then(() => {
      if (statusOf(outgoing) >= 400) counter.count(statusOf(outgoing))
    })
  })
}
