import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** The server that mail goes to at the end. */
export type NextServer = {
  port: number
  /** The recipients of each message, and its source without soft line breaks. */
  received: { to: string[]; source: string }[]
  close(): Promise<void>
}

const withoutSoftBreaks = (source: string): string => source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')

export async function startNextServer(): Promise<NextServer> {
  const received: NextServer['received'] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      text(stream).then((source) => {
        received.push({
          to: envelope.rcptTo.map(({ address }) => address),
          source: withoutSoftBreaks(source),
        })
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
