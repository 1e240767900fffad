import { Agent, request } from 'node:http'

/** A request of the mixed load. `page` answers must be whole HTML. */
export type Ask = { method: 'GET' | 'POST'; path: string; cookie?: string; body?: object; isPage?: boolean }

/** How a request went: its status (0: no whole answer), ms, and the session it opened, if it did. */
export type Answer = { status: number; latency: number; session: string | undefined }

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

const sessionIn = (cookies: string[] = []): string | undefined =>
  cookies
    .find((line) => line.startsWith('auth-token='))
    ?.slice('auth-token='.length)
    .split(';')[0]

/** Sends one request on a kept-alive connection, and reads its answer to the end. Never throws. */
export function ask(port: number, { method, path, cookie, body, isPage }: Ask): Promise<Answer> {
  const content = body === undefined ? undefined : JSON.stringify(body)
  const headers: Record<string, string | number> = { Host: `localhost:${port}` }
  if (cookie !== undefined) headers.Cookie = `auth-token=${cookie}`
  if (content !== undefined) {
    headers['Content-Type'] = 'application/json'
    headers['Content-Length'] = Buffer.byteLength(content)
  }
  const sent = performance.now()
  return new Promise((resolve) => {
    const settle = (status: number, session?: string) =>
      resolve({ status, session, latency: performance.now() - sent })
    const outgoing = request({ agent, host: '127.0.0.1', port, method, path, headers }, (incoming) => {
      let tail = ''
      incoming.setEncoding('latin1')
      incoming.on('data', (part: string) => {
        tail = part.length > 64 ? part.slice(-64) : (tail + part).slice(-64)
      })
      incoming.once('error', () => settle(0))
      incoming.once('end', () => {
        const isWhole = !isPage || incoming.statusCode !== 200 || tail.includes('</html>')
        settle(isWhole ? (incoming.statusCode ?? 0) : 0, sessionIn(incoming.headers['set-cookie']))
      })
    })
    outgoing.once('error', () => settle(0))
    outgoing.end(content)
  })
}
