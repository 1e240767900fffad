import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Client, escapeLiteral } from 'pg'
import { freePort } from './free-port'

/**
 * A pooler that behaves as PgBouncer 1.18 was recorded: it refuses start-up parameters other than those it keeps for each
 * client (08P01), invents the process id of a client, and in `transaction` mode hands each transaction to the connection
 * that waits longest, with whatever the one before left there.
 */
export type Pooler = {
  /** The address of the same database through the pooler. */
  url: string
  /** Start-up parameters that were refused. */
  refused: string[]
  /** The server's process ids that the clients met. */
  servers: number[]
  close(): Promise<void>
}

type Mode = 'session' | 'transaction'
type Message = { type: string; bytes: Buffer }
type Server = { socket: Socket; pid: number; dateStyle: string; onMessage: (message: Message) => void }

const KEPT =
  /^(user|database|client_encoding|datestyle|timezone|standard_conforming_strings|application_name)$/i
const SSL_REQUEST = 80_877_103

const int32 = (number: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(number)
  return bytes
}

const message = (type: string, ...parts: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

const failure = (code: string, text: string): Buffer => message('E', `SFATAL\0VFATAL\0C${code}\0M${text}\0\0`)

/** Cuts a stream into messages of the protocol (PostgreSQL, section 53.7). */
function eachMessage(socket: Socket, onMessage: (message: Message) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = rest.readInt32BE(1) + 1
      const bytes = rest.subarray(0, end)
      rest = rest.subarray(end)
      onMessage({ type: String.fromCharCode(bytes[0] ?? 0), bytes })
    }
  })
}

/** Logs in to the real server with the driver, then takes its socket over. */
async function openServer(url: string): Promise<Server> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { processID, connection } = client as unknown as {
    processID: number
    connection: { stream: Socket }
  }
  const socket = connection.stream
  socket.removeAllListeners('data')
  const server: Server = { socket, pid: processID, dateStyle: '', onMessage: () => undefined }
  client.on('error', () => undefined)
  eachMessage(socket, (one) => server.onMessage(one))
  return server
}

class Pool {
  readonly idle: Server[] = []
  readonly waiting: ((server: Server) => void)[] = []
  readonly #servers: Server[] = []

  constructor(
    readonly url: string,
    readonly size: number,
  ) {}

  /** The connection that waits longest; a new one while the pool has room, so that clients meet many. */
  async take(): Promise<Server> {
    if (this.#servers.length < this.size) {
      const server = await openServer(this.url)
      this.#servers.push(server)
      return server
    }
    return this.idle.shift() ?? (await new Promise((resolve) => this.waiting.push(resolve)))
  }

  give(server: Server): void {
    server.onMessage = () => undefined
    const next = this.waiting.shift()
    if (next) next(server)
    else this.idle.push(server)
  }

  close(): void {
    for (const { socket } of this.#servers) socket.destroy()
  }
}

/** Runs a statement of the pooler's own. */
const ask = (server: Server, sql: string): Promise<void> =>
  new Promise((resolve) => {
    server.onMessage = ({ type }) => type === 'Z' && resolve()
    server.socket.write(message('Q', `${sql}\0`))
  })

type Session = { socket: Socket; dateStyle?: string }

/** One client: its messages wait until a connection is its own. */
function serve({ socket, dateStyle }: Session, pool: Pool, mode: Mode, servers: number[]): void {
  let server: Server | undefined
  let isAsking = false
  const waiting: Buffer[] = []

  const answer = ({ type, bytes }: Message) => {
    socket.write(bytes)
    const isIdle = type === 'Z' && bytes.toString('latin1', 5, 6) === 'I'
    if (isIdle && mode === 'transaction' && waiting.length === 0 && server) {
      const done = server
      server = undefined
      pool.give(done)
    }
  }
  const forward = async (bytes: Buffer) => {
    waiting.push(bytes)
    if (!server && !isAsking) {
      isAsking = true
      const taken = await pool.take()
      servers.push(taken.pid)
      if (dateStyle && taken.dateStyle !== dateStyle) {
        await ask(taken, `set DateStyle = ${escapeLiteral(dateStyle)}`)
        taken.dateStyle = dateStyle
      }
      taken.onMessage = answer
      isAsking = false
      // The client left while it waited.
      if (socket.destroyed) return pool.give(taken)
      server = taken
    }
    if (server) for (const part of waiting.splice(0)) server.socket.write(part)
  }
  eachMessage(socket, ({ type, bytes }) => {
    if (type === 'X') socket.end()
    else void forward(Buffer.from(bytes))
  })
  socket.on('close', async () => {
    if (!server) return
    // A session ends with PgBouncer's `server_reset_query`; a transaction with a new connection in truth.
    await ask(server, mode === 'session' ? 'discard all' : 'rollback')
    server.dateStyle = ''
    pool.give(server)
  })
}

/** Parameters of a start-up message (section 53.7, StartupMessage). */
function parametersOf(bytes: Buffer): Record<string, string> {
  const words = bytes.toString('utf8', 8).split('\0')
  return Object.fromEntries(
    words.flatMap((name, index) => (index % 2 === 0 && name ? [[name, words[index + 1] ?? '']] : [])),
  )
}

/** PgBouncer's answer to a client that it lets in, before any server was asked. */
const welcome = (): Buffer =>
  Buffer.concat([
    message('R', int32(0)),
    message('S', 'server_version\0', '18.0\0'),
    message('S', 'client_encoding\0', 'UTF8\0'),
    message('K', int32(Math.floor(Math.random() * 2 ** 31)), int32(1)),
    message('Z', 'I'),
  ])

/** Puts a pooler with `size` connections in front of the database of `url`. */
export async function startPooler(
  url: string,
  { mode = 'transaction' as Mode, size = 3 } = {},
): Promise<Pooler> {
  const pool = new Pool(url, size)
  const refused: string[] = []
  const servers: number[] = []
  const sockets = new Set<Socket>()

  const letIn = (socket: Socket, first: Buffer): void => {
    const kind = first.readInt32BE(4)
    if (kind === SSL_REQUEST) {
      socket.write('N')
      socket.once('data', (next) => letIn(socket, next))
      return
    }
    const parameters = parametersOf(first)
    const unknown = Object.keys(parameters).find((name) => !KEPT.test(name))
    if (unknown) {
      refused.push(unknown)
      socket.end(failure('08P01', `unsupported startup parameter: ${unknown}`))
      return
    }
    serve({ socket, dateStyle: parameters.DateStyle }, pool, mode, servers)
    socket.write(welcome())
  }
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', (first) => letIn(socket, first))
  })
  const port = await freePort()
  listener.listen(port, '127.0.0.1')
  await once(listener, 'listening')
  const through = new URL(url)
  through.searchParams.delete('host')
  through.host = `127.0.0.1:${port}`
  return {
    url: through.href,
    refused,
    servers,
    async close() {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
      pool.close()
    },
  }
}
