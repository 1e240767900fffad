import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const USER = { user: 'bounce@mail.huntaze.test', pass: 'a-mailbox-password' }

type Message = { uid: number; source: Buffer; flags: Set<string> }

/** Behaviour of a mailbox that differs; it may change while clients are there. */
type Behaviour = {
  /** Flags that it keeps; `\*` lets clients make keywords. */
  permanentFlags: string[]
  /** Announces mail to clients that wait for it (RFC 2177). */
  idles: boolean
  /** The fate of a mark: kept, refused, or answered by a cut connection. */
  marks: 'kept' | 'refused' | 'cut'
}

export type ImapStandIn = {
  settings: {
    host: string
    port: number
    secure: boolean
    isLocal: boolean
    auth: typeof USER
    folder: string
  }
  behaviour: Behaviour
  messages: Message[]
  /** Commands of all clients, without their tags. */
  commands: string[]
  /** Clients that are connected now. */
  clients: Set<Socket>
  deliver(source: Buffer | string, flags?: string[]): Message
  /** Cuts every connection. */
  cut(): void
}

type Session = { socket: Socket; waits?: string }

/** A mailbox on the loopback interface as RFC 3501 describes it, until the test ends. */
export async function anImapServer(given: Partial<Behaviour> = {}): Promise<ImapStandIn> {
  const behaviour: Behaviour = { permanentFlags: ['\\Seen', '\\*'], idles: true, marks: 'kept', ...given }
  const messages: Message[] = []
  const commands: string[] = []
  const clients = new Set<Socket>()
  const sessions = new Set<Session>()

  const found = (words: string): Message[] => {
    const [, keyword] = /^UNKEYWORD (\S+)$/i.exec(words) ?? []
    return messages.filter(({ flags }) => !flags.has(keyword ?? '\\Seen'))
  }

  const fetched = ({ uid, source }: Message, items: string): Buffer => {
    const [, from, length] = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/i.exec(items) ?? []
    const part = source.subarray(Number(from ?? 0), Number(from ?? 0) + Number(length ?? source.length))
    const number = messages.findIndex((message) => message.uid === uid) + 1
    return Buffer.concat([
      Buffer.from(`* ${number} FETCH (UID ${uid} RFC822.SIZE ${source.length}`),
      ...(/BODY/i.test(items) ? [Buffer.from(` BODY[]<0> {${part.length}}\r\n`), part] : []),
      Buffer.from(')\r\n'),
    ])
  }

  /** Untagged lines in answer to a command, and its end. */
  const answers: Record<
    string,
    (words: string, session: Session) => { lines?: (string | Buffer)[]; end?: string }
  > = {
    CAPABILITY: () => ({ lines: [`CAPABILITY IMAP4rev1${behaviour.idles ? ' IDLE' : ''}`] }),
    LOGIN: (words) =>
      words === `"${USER.user}" "${USER.pass}"` || words === `${USER.user} ${USER.pass}`
        ? {}
        : { end: `NO [AUTHENTICATIONFAILED] not ${words}` },
    LIST: (words) => ({ lines: [/""$/.test(words) ? 'LIST (\\Noselect) "/" ""' : 'LIST () "/" INBOX'] }),
    SELECT: (words) =>
      words === 'INBOX'
        ? {
            lines: [
              'FLAGS (\\Seen)',
              `${messages.length} EXISTS`,
              'OK [UIDVALIDITY 1] valid',
              `OK [PERMANENTFLAGS (${behaviour.permanentFlags.join(' ')})] kept`,
            ],
            end: 'OK [READ-WRITE] selected',
          }
        : { end: 'NO no such folder' },
    SEARCH: (words) => ({
      lines: [
        `SEARCH ${found(words)
          .map(({ uid }) => uid)
          .join(' ')}`.trim(),
      ],
    }),
    FETCH: (words) => {
      const [, uid, items = ''] = /^(\d+) (.+)$/.exec(words) ?? []
      return {
        lines: messages.filter((message) => message.uid === Number(uid)).map((each) => fetched(each, items)),
      }
    },
    STORE: (words, { socket }) => {
      const [, uid, flags = ''] = /^(\d+) \+FLAGS(?:\.SILENT)? \((.+)\)$/.exec(words) ?? []
      if (behaviour.marks === 'cut') socket.destroy()
      if (behaviour.marks !== 'kept') return { end: 'NO not kept' }
      for (const flag of flags.split(' ')) messages.find((each) => each.uid === Number(uid))?.flags.add(flag)
      return {}
    },
    NOOP: () => ({ lines: [`${messages.length} EXISTS`] }),
    LOGOUT: () => ({ lines: ['BYE gone'] }),
  }

  const server = createServer((socket) => {
    const session: Session = { socket }
    socket.setNoDelay()
    clients.add(socket)
    sessions.add(session)
    const leave = () => {
      clients.delete(socket)
      sessions.delete(session)
    }
    socket.on('error', leave).on('close', leave)
    socket.write('* OK ready\r\n')
    createInterface({ input: socket }).on('line', (line) => {
      if (line === 'DONE') {
        socket.write(`${session.waits} OK done\r\n`)
        session.waits = undefined
        return
      }
      const [tag = '', ...rest] = line.split(' ')
      commands.push(rest.join(' '))
      const [name = '', ...words] = rest[0]?.toUpperCase() === 'UID' ? rest.slice(1) : rest
      if (name === 'IDLE') {
        session.waits = tag
        return socket.write('+ waiting\r\n')
      }
      const { lines = [], end = 'OK done' } = answers[name]?.(words.join(' '), session) ?? {
        end: 'BAD unknown',
      }
      for (const each of lines) socket.write(typeof each === 'string' ? `* ${each}\r\n` : each)
      socket.write(`${tag} ${end}\r\n`)
      if (name === 'LOGOUT') socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of clients) socket.destroy()
    server.close()
    await once(server, 'close')
  })

  return {
    settings: {
      ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, secure: false, isLocal: true },
      ...{ auth: USER, folder: 'INBOX' },
    },
    behaviour,
    messages,
    commands,
    clients,
    deliver(source, flags = []) {
      const message = { uid: messages.length + 1, source: Buffer.from(source), flags: new Set(flags) }
      messages.push(message)
      for (const { socket, waits } of sessions) if (waits) socket.write(`* ${messages.length} EXISTS\r\n`)
      return message
    },
    cut() {
      for (const socket of clients) socket.destroy()
    },
  }
}
