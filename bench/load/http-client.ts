import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A request as it goes over the wire. `{n}` in the body becomes a number never used before in this process. */
export type WireRequest = { method: 'GET' | 'POST'; path: string; cookie?: string; body?: string }

let counter = 0

function encode(port: number, { method, path, cookie, body }: WireRequest): string {
  const content = body?.replaceAll('{n}', () => `${process.pid}-${++counter}`)
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    ...(content === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${content.length}`]),
    `\r\n${content ?? ''}`,
  ].join('\r\n')
}

/** The status once `received` holds a whole answer. Every answer measured here states its length. */
function statusOf(received: string): number | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
  if (length === undefined) throw new Error('an answer does not state its length')
  return received.length < end + 4 + Number(length) ? undefined : Number(received.slice(9, 12))
}

/**
 * One kept-alive connection on a bare socket: the generator shares the machine with the measured server, and the client
 * of `node:http` takes as much CPU time as a session check.
 */
export class HttpClient {
  private constructor(
    private readonly port: number,
    private readonly socket: Socket,
  ) {}

  static async open(port: number): Promise<HttpClient> {
    const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1')
    await once(socket, 'connect')
    return new HttpClient(port, socket)
  }

  /** @returns the status of the answer */
  send(request: WireRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      let received = ''
      const settle = (action: () => void) => {
        this.socket.removeAllListeners()
        action()
      }
      this.socket.on('data', (part: string) => {
        received += part
        const status = statusOf(received)
        if (status !== undefined) settle(() => resolve(status))
      })
      this.socket.on('error', (error) => settle(() => reject(error)))
      this.socket.on('close', () => settle(() => reject(new Error('the server closed a connection'))))
      this.socket.write(encode(this.port, request))
    })
  }

  close(): void {
    this.socket.destroy()
  }
}
