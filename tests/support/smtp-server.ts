import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** Steps of a mail server that can refuse. */
export type SmtpStep = 'connection' | 'login' | 'sender' | 'recipient' | 'message'

/** Answers of a server: the reply to refuse with, or undefined to take it. `address`: the recipient's. */
type Answers = Partial<Record<SmtpStep, (address: string) => string | undefined>>

export type SmtpStandIn = {
  url: string
  /** Names by which clients greeted that have left. */
  greetings: string[]
  /** Recipients of the messages that were taken. */
  taken: string[]
}

/** The error by which `smtp-server` answers with this reply. */
function refusal(reply: string | undefined): Error | null {
  if (reply === undefined) return null
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) })
}

/** A mail server on the loopback interface that refuses as told, until the test ends. */
export async function anSmtpServer(
  answers: Answers = {},
  more: SMTPServerOptions = {},
): Promise<SmtpStandIn> {
  const greetings: string[] = []
  const taken: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, done) => done(refusal(answers.connection?.(''))),
    onAuth: ({ username }, _session, done) => done(refusal(answers.login?.('')), { user: username }),
    onMailFrom: (_address, _session, done) => done(refusal(answers.sender?.(''))),
    onRcptTo: ({ address }, _session, done) => done(refusal(answers.recipient?.(address))),
    onClose: ({ hostNameAppearsAs }) => void greetings.push(String(hostNameAppearsAs)),
    onData(stream, { envelope }, done) {
      const [{ address } = { address: '' }] = envelope.rcptTo
      stream.resume().on('end', () => {
        const error = refusal(answers.message?.(address))
        if (!error) taken.push(address)
        done(error)
      })
    },
    ...more,
  })
  server.on('error', () => {}) // A client that leaves mid-sentence is no failure of the server.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((done) => server.close(done)))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, greetings, taken }
}
