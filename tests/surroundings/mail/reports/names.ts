import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { DOMAINS } from './cases'

/** Where the servers under test ask for names: a loopback address of its own, since its port cannot be chosen. */
export const NAME_SERVER = '127.0.53.53'

const MX = 15
const NO_SUCH_NAME = 3
const HEADER = 12

/** The name and the type that a query asks for, and the bytes that they take. */
function questionIn(query: Buffer): { name: string; type: number; length: number } {
  const labels: string[] = []
  let at = HEADER
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size))
    at += size + 1
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), length: at + 5 - HEADER }
}

/** `MX 0 .` (RFC 7505) for the name of the question. */
const NULL_MX = Buffer.from([0xc0, HEADER, 0, MX, 0, 1, 0, 0, 0, 1, 0, 3, 0, 0, 0])

function answer(query: Buffer): Buffer {
  const { name, type, length } = questionIn(query)
  const isKnown = name === DOMAINS.nullmx
  const records = isKnown && type === MX ? [NULL_MX] : []
  const header = Buffer.alloc(HEADER)
  query.copy(header, 0, 0, 2)
  // A final answer of a server that asks others, too.
  header.writeUInt16BE(0x8580 | (isKnown ? 0 : NO_SUCH_NAME), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  return Buffer.concat([header, query.subarray(HEADER, HEADER + length), ...records])
}

/** A name server that knows one domain, which takes no mail, and says of all others that they do not exist. */
export async function startNames(): Promise<{ close(): Promise<void> }> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => socket.send(answer(query), port, address))
  socket.bind(53, NAME_SERVER)
  await once(socket, 'listening')
  return { close: () => new Promise((done) => socket.close(() => done())) }
}
