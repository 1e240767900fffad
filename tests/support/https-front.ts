import { createHash, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createCertificate } from './certificate'

/** A request as it came: the two of a bound session are shown by no tool of a browser. */
export type Seen = {
  /** When it came (ISO 8601). */
  at: string
  host: string
  method: string
  path: string
  headers: IncomingHttpHeaders
  status?: number
}

export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

export type HttpsFront = {
  port: number
  /** Base64 of the SHA-256 of the certificate's public key, for `--ignore-certificate-errors-spki-list`. */
  spki: string
  /** Every request, oldest first. */
  seen: Seen[]
  /** Answers for a host, or for one path of it (`localhost/api/auth/login`), in place of what stands behind. */
  answers: Map<string, Listener>
  /** Headers of the app's answers that are left out, in lower case. */
  dropped: Set<string>
  close(): Promise<void>
}

/** A page of somebody else, with nothing on it. */
const EMPTY = '<!doctype html><link rel="icon" href="data:,"><title>elsewhere</title>'

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?')[0] ?? ''

/** Hands a request on to a port of this machine, as a proxy in front of the app does. */
function handOn(
  { port, dropped }: { port: string; dropped: Set<string> },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const { method, url: path, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
    const kept = Object.entries(answer.headers).filter(([name]) => !dropped.has(name))
    outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept))
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

/**
 * A server of HTTPS for `host` and any host below `.test`. Requests to `host` go to the port that `appPort` returns; other hosts show an
 * empty page unless `answers` knows them.
 */
export async function startHttpsFront(host: string, appPort: () => string): Promise<HttpsFront> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const cert = createCertificate(keys, { name: host, names: [host, '*.test'] })
  const seen: Seen[] = []
  const answers = new Map<string, Listener>()
  const dropped = new Set<string>()
  const server = createServer(
    { cert, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) },
    (incoming, outgoing) => {
      const to = incoming.headers.host ?? ''
      const entry: Seen = {
        at: new Date().toISOString(),
        host: to,
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
      }
      seen.push(entry)
      outgoing.on('finish', () => {
        entry.status = outgoing.statusCode
      })
      const answer = answers.get(to + pathOf(incoming)) ?? answers.get(to)
      if (answer) return answer(incoming, outgoing)
      if (to === host) return handOn({ port: appPort(), dropped }, incoming, outgoing)
      outgoing.writeHead(200, { 'content-type': 'text/html' }).end(EMPTY)
    },
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    spki: createHash('sha256')
      .update(keys.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
    seen,
    answers,
    dropped,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
