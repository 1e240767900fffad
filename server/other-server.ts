import { type IncomingMessage, Server, type ServerResponse } from 'node:http'
import type { CoreContext } from '../lib/kernel/context'
import { countBehindHost } from '../lib/monitor/count/requests'
import { withPageStatus } from './page-status'
import { openNoOtherProtocol, screen } from './screen'

type Emit = (this: Server, event: string, ...given: unknown[]) => boolean

/**
 * Screens the requests of a server that is not ours, such as Next.js's own on AWS Amplify, before its handlers see them.
 * Patching `emit` is the only way in: `proxy.ts` sees neither static files nor the methods that Next.js fails on.
 */
export function screenOtherServers({ env, log }: CoreContext): void {
  const emit = Server.prototype.emit as Emit
  const screened: Emit = function (event, ...given) {
    if (event === 'connection') openNoOtherProtocol(this)
    if (event !== 'request') return emit.call(this, event, ...given)
    const [incoming, outgoing] = given as [IncomingMessage, ServerResponse]
    if (!screen(env, incoming, outgoing))
      return withPageStatus(log, { incoming, outgoing }, () => emit.call(this, event, ...given))
    countBehindHost(outgoing.statusCode)
    return true
  }
  Server.prototype.emit = screened as Server['emit']
}
