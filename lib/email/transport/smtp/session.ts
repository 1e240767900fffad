import type MailComposer from 'nodemailer/lib/mail-composer'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type SmtpOptions, smtpOptions } from './connection'

type Source = ConstructorParameters<typeof MailComposer>[0]

/** Calls a function of nodemailer that ends in a callback. */
const ended = (call: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())))

/** The server's answer to EHLO is the last one when the greeting is over. */
const takes8Bit = ({ lastServerResponse }: SMTPConnection): boolean =>
  /^250[ -]8BITMIME\s*$/im.test(lastServerResponse || '')

/** Rejects when the connection breaks or `signal` aborts, as nodemailer's own transport does. */
const broken = (connection: SMTPConnection, signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    connection.on('error', reject)
    signal.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { code: 'EABORT' })), {
      once: true,
    })
  })

/**
 * Sends one message over a connection of its own. Unlike nodemailer's transport, it encodes the message only once the
 * server has said what it takes.
 * @param compose makes the message. `takes8Bit`: the server announced 8BITMIME (RFC 6152)
 * @returns the `Message-ID`
 * @throws the errors of nodemailer's `SMTPConnection`
 */
export async function sendOnce(
  address: string,
  options: SmtpOptions,
  { compose, signal }: { compose: (takes8Bit: boolean) => Source; signal: AbortSignal },
): Promise<string> {
  const [{ default: Connection }, { default: Composer }] = await Promise.all([
    import('nodemailer/lib/smtp-connection'),
    import('nodemailer/lib/mail-composer'),
  ])
  const { auth, ...server } = smtpOptions(address, options)
  const connection = new Connection(server)

  async function talk(): Promise<string> {
    await ended((done) => connection.connect(done))
    const source = compose(takes8Bit(connection))
    if (auth && connection.allowsAuth) await ended((done) => connection.login(auth, done))
    const message = new Composer(source).compile()
    await ended((done) => connection.send(message.getEnvelope(), message.createReadStream(), done))
    return message.messageId()
  }

  try {
    return await Promise.race([talk(), broken(connection, signal)])
  } finally {
    connection.close()
  }
}
