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

/** The status once `received` holds a whole answer, which states its length or comes in chunks. */
function statusOf(received: string): number | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
  const isWhole =
    length === undefined ? received.endsWith('\r\n0\r\n\r\n') : received.length >= end + 4 + Number(length)
  return isWhole ? Number(received.slice(9, 12)) : undefined
}

/**
 * One kept-alive connection on a bare socket: the generator shares the machine with the measured server, and the client
 * of `node:http` takes as much CPU time as a session check.
 */
export class HttpClient {
  private received = ''
  private encoded?: { request: WireRequest; text: string }
  private resolve: (status: number) => void = () => undefined
  private reject: (error: Error) => void = () => undefined

  private constructor(
    private readonly port: number,
    private readonly socket: Socket,
  ) {
    socket.on('data', (part) => this.take(String(part)))
    socket.on('error', (error) => this.reject(error))
    socket.on('close', () => this.reject(new Error('the server closed a connection')))
  }

  static async open(port: number): Promise<HttpClient> {
    const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1')
    await once(socket, 'connect')
    return new HttpClient(port, socket)
  }

  private take(part: string): void {
    this.received += part
    const status = statusOf(this.received)
    if (status === undefined) return
    this.received = ''
    this.resolve(status)
  }

  /** A request without a body goes out as before. */
  private textOf(request: WireRequest): string {
    if (request.body !== undefined) return encode(this.port, request)
    if (this.encoded?.request !== request) this.encoded = { request, text: encode(this.port, request) }
    return this.encoded.text
  }

  /** Sends one request; the next one may go when it is answered. @returns the status of the answer */
  send(request: WireRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
      this.socket.write(this.textOf(request), 'latin1')
    })
  }

  close(): void {
    this.socket.destroy()
  }
}
