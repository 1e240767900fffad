import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { pipeline } from 'node:stream'

const { PORT = '3000', HUNTAZE_PORT = '3100', STUDIO_PORT = '3200' } = process.env

/** One host for all: the path of this application is its own, all else is Huntaze Auth's. */
const portOf = (url = '/') => Number(/^\/studio([/?]|$)/.test(url) ? STUDIO_PORT : HUNTAZE_PORT)

/** Headers about one connection alone (RFC 9110 7.6.1): ours are others than theirs. */
const OF_CONNECTION = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding']

const withoutConnection = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)))

/** The visitor's address behind those that the visitor wrote: Huntaze Auth reads the last one (`TRUSTED_PROXY_HOPS=1`). */
function forwarded({ headers, socket }) {
  const before = headers['x-forwarded-for']
  const address = socket.remoteAddress ?? ''
  return { ...withoutConnection(headers), 'x-forwarded-for': before ? `${before}, ${address}` : address }
}

const server = createServer((incoming, outgoing) => {
  const { method, url } = incoming
  const onward = request({
    host: '127.0.0.1',
    port: portOf(url),
    method,
    path: url,
    headers: forwarded(incoming),
  })
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, withoutConnection(answer.headers))
    // An answer that breaks off breaks off here as well.
    pipeline(answer, outgoing, () => undefined)
  })
  onward.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502)
    outgoing.end()
  })
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
})

// Development servers tell their pages of changes through a WebSocket.
server.on('upgrade', ({ method, url, rawHeaders }, socket, head) => {
  const onward = connect(portOf(url), '127.0.0.1')
  const lines = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`))
  onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`)
  onward.write(head)
  onward.pipe(socket).pipe(onward)
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})

server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`listening on ${PORT}\n`))
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
    process.exit(0)
  })
