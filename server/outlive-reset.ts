import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Keeps a client that resets its connection from ending the process. Next.js exchanges the listeners and methods of a
 * request whose body its proxy has read (16.4.6, `body-streams.js`); Node.js's error event of an aborted request has no
 * listener then, and is thrown. So one is added just before Node.js looks.
 */
export function outliveReset(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { socket } = incoming
  const listen = () => void incoming.on('error', () => {})
  socket.prependOnceListener('close', listen)
  outgoing.once('close', () => socket.off('close', listen))
}
