import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Client, Handler } from './provider'

const HOST = '127.0.0.1'

/** A provider that listens on this machine alone. */
export type RunningProvider = { issuer: string; stop(): Promise<void> }

/**
 * Listens at once, and loads the provider with the first request, so that it costs nothing until somebody presses the button.
 * @param port wanted; another is taken where it is in use, or 0
 */
export async function startProvider(port: number, client: Client): Promise<RunningProvider> {
  let made: Promise<Handler> | undefined
  let issuer = ''
  const load = async () => (await import('./provider')).createProvider(issuer, client)
  const server = createServer((incoming, outgoing) => {
    made ??= load()
    made.then((answer) => answer(incoming, outgoing)).catch(() => outgoing.writeHead(500).end())
  })
  server.listen(port, HOST)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return startProvider(0, client)
  }
  issuer = `http://${HOST}:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
