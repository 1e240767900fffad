import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A refusal, by what a recipient's name starts with: `unknown-12@…`. `at`: the command that it answers. */
export type Refusals = Record<string, { at: 'recipient' | 'message'; reply: string }>

/** A mail server that takes everything but what it was told to refuse: the one that mail goes to at the end. */
export type MailTaker = {
  port: number
  /** Sender and recipients of each message's envelope, and its source without soft line breaks. */
  received: { from: string; to: string[]; source: string }[]
  close(): Promise<void>
}

const withoutSoftBreaks = (source: string): string => source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')

/** The refusal of one of the recipients at a step, as `smtp-server` answers it. */
function refusalOf(refusals: Refusals, at: 'recipient' | 'message', recipients: string[]): Error | undefined {
  const told = recipients.map((to) => refusals[to.split('-', 1)[0] ?? '']).find((found) => found?.at === at)
  if (!told) return undefined
  const [code = '', ...words] = told.reply.split(' ')
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) })
}

export async function startMailTaker(refusals: Refusals = {}): Promise<MailTaker> {
  const received: MailTaker['received'] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(refusalOf(refusals, 'recipient', [address])),
    onData(stream, { envelope }, done) {
      const recipients = envelope.rcptTo.map(({ address }) => address)
      text(stream).then((source) => {
        const refusal = refusalOf(refusals, 'message', recipients)
        if (refusal) return done(refusal)
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: recipients,
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
