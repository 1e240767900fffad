import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import path from 'node:path'

/** One address in front of several servers, as a host name or balancer is that follows a fail-over. */
export type Relay = {
  port: number
  /** Leads new connections to the PostgreSQL server whose socket is in this folder; null: to nobody. */
  leadTo(socketFolder: string | null): void
  close(): Promise<void>
}

/** Opens a relay on this machine that leads nowhere yet. */
export async function openRelay(): Promise<Relay> {
  let target: string | null = null
  const open = new Set<Socket>()
  const hold = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined).once('close', () => open.delete(socket))
  }
  const server = createServer((incoming) => {
    hold(incoming)
    if (target === null) return incoming.destroy()
    const outgoing = connect(target)
    hold(outgoing)
    incoming.pipe(outgoing).pipe(incoming)
    incoming.once('close', () => outgoing.destroy())
    outgoing.once('close', () => incoming.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(folder) {
      target = folder && path.join(folder, '.s.PGSQL.5432')
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
