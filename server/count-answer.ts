import type { ServerResponse } from 'node:http'
import type { RequestCounter } from '../lib/monitor/count/requests'

/**
 * Counts a request once its answer is out. Where the client left first, the answer that was on its way counts, without a
 * latency, and only if it was a refusal or a failure: what nobody received is no success.
 * @param served settles when nothing more is done about the request
 */
export function countAnswer(counter: RequestCounter, outgoing: ServerResponse, served: Promise<void>): void {
  const started = performance.now()
  outgoing.once('close', () => {
    if (outgoing.writableFinished) return counter.count(outgoing.statusCode, performance.now() - started)
    void served.then(() => {
      if (outgoing.statusCode >= 400) counter.count(outgoing.statusCode)
    })
  })
}
