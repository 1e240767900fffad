import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail server that takes everything: the one that mail goes to at the end. */
export type MailTaker = {
  port: number
  /** Sender and recipients of each message's envelope, and its source without soft line breaks. */
  received: { from: string; to: string[]; source: string }[]
  close(): Promise<void>
}

const withoutSoftBreaks = (source: string): string => source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')

export async function startMailTaker(): Promise<MailTaker> {
  const received: MailTaker['received'] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      text(stream).then((source) => {
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
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
