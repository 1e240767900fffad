import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { markOf } from '../../lib/email/return-path'
import { SendError } from '../../lib/email/transport/send-error'
import { createSmtpTransport } from '../../lib/email/transport/smtp/smtp'
import type { OutgoingEmail } from '../../lib/kernel/ports'

const EMAIL: OutgoingEmail = {
  outboxId: 7,
  from: 'Huntaze Créateurs <noreply@huntaze.com>',
  to: 'jean@example.com',
  subject: 'Bienvenue sur Huntaze ! 🎉',
  html: '<p>Votre email est vérifié ! 🎉</p>',
  text: 'Votre email est vérifié ! 🎉\n',
}

/** `body`: the encoding that the client announced with the sender. */
type Received = { from: string; recipients: string[]; source: string; body?: string }

/** `BODY` of `MAIL FROM` (RFC 6152). */
function encodingOf(sender: SMTPServerSession['envelope']['mailFrom']): string | undefined {
  if (sender === false || !sender.args) return undefined
  const { BODY }: { BODY?: string } = sender.args
  return BODY
}

const servers: SMTPServer[] = []
const received: Received[] = []

afterEach(async () => {
  received.length = 0
  await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(done))))
})

/** A refusal as a server words it. */
const reply = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** An SMTP server without TLS on the loopback interface, with one step replaced; resolves to its address. */
async function serve(step: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<string> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
          body: encodingOf(session.envelope.mailFrom),
        })
        done()
      })
    },
    ...step,
  })
  server.on('error', () => {}) // A client that leaves mid-sentence is what some of these tests are about.
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return `smtp://${host}:${(server.server.address() as AddressInfo).port}`
}

async function failure(url: string, email = EMAIL, socketTimeout?: number): Promise<SendError> {
  const error = await createSmtpTransport(url, { socketTimeout })
    .send(email)
    .catch((error) => error)
  expect(error).toBeInstanceOf(SendError)
  return error
}

/** The text/plain part as a reader shows it. */
function decoded(source: string): string {
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(source) ?? []
  const [whole = '', body = ''] = part
  if (!whole.includes('quoted-printable')) return body.replaceAll('\r\n', '\n')
  const bytes = body.replaceAll('=\r\n', '').replaceAll('\r\n', '\n')
  return Buffer.from(
    bytes.replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
}

const refusingData = (error: Error): SMTPServerOptions => ({
  onData(stream, _session, done) {
    stream.resume().on('end', () => done(error))
  },
})

describe('a message that the server takes', () => {
  test('goes to one recipient with both bodies, names beyond ASCII encoded', async () => {
    const { providerMessageId } = await createSmtpTransport(await serve()).send(EMAIL)
    expect(received).toHaveLength(1)
    const [message] = received
    expect(message).toMatchObject({ from: 'noreply@huntaze.com', recipients: ['jean@example.com'] })
    expect(message?.source).toContain(`Message-ID: ${providerMessageId}`)
    expect(message?.source).toMatch(/^To: jean@example\.com\r$/m)
    expect(message?.source).toMatch(
      /^From: =\?UTF-8\?Q\?Huntaze_Cr=C3=A9ateurs\?= <noreply@huntaze\.com>\r$/m,
    )
    expect(message?.source).toMatch(/^Content-Type: text\/plain; charset=utf-8/m)
    expect(message?.source).toMatch(/^Content-Type: text\/html; charset=utf-8/m)
  })

  test('needs no certificate that this host could not have', async () => {
    const warn = vi.spyOn(console, 'error').mockImplementation(() => {})
    await createSmtpTransport(await serve({ disabledCommands: [] })).send(EMAIL)
    warn.mockRestore()
    expect(received).toHaveLength(1)
  })

  test('is sent after the login of the address', async () => {
    const logins: unknown[] = []
    const url = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        logins.push(username, password)
        done(null, { user: username })
      },
    })
    await createSmtpTransport(url.replace('//', '//us%40er:p%3Ass@')).send(EMAIL)
    expect(logins).toEqual(['us@er', 'p:ss'])
    expect(received).toHaveLength(1)
  })
})

describe('the plain text', () => {
  const LINK = `https://huntaze.com/auth/verify-email?token=${'3a51b241'.repeat(8)}`
  const letter = { ...EMAIL, text: `Vérifier mon email\n${LINK}\n\n.\nMerci 👋\n` }
  const types = (source = '') =>
    [...source.matchAll(/^Content-Transfer-Encoding: (\S+)\r$/gm)].map(([, type]) => type)

  test('goes as it is where the server takes 8 bits: its link whole, alone on its line', async () => {
    await createSmtpTransport(await serve()).send(letter)
    const [message] = received
    expect(message?.source).toContain(`\r\nVérifier mon email\r\n${LINK}\r\n\r\n.\r\nMerci 👋\r\n`)
    expect(types(message?.source)).toEqual(['8bit', '8bit', 'quoted-printable'])
    expect(message?.body).toMatch(/^8bitmime$/i)
    // The richer body comes last (RFC 2046, section 5.1.4).
    expect(message?.source.indexOf('text/plain')).toBeLessThan(message?.source.indexOf('text/html') ?? 0)
  })

  test.each([
    ['the server does not take 8 bits', { hide8BITMIME: true }, letter.text],
    ['a line is longer than mail may carry', {}, `${letter.text}${'é'.repeat(500)}\n`],
  ])('is encoded where %s', async (_why, step, text) => {
    await createSmtpTransport(await serve(step)).send({ ...letter, text })
    const [message] = received
    expect(types(message?.source)).toHaveLength(2)
    expect(message?.source).toMatch(/^[\t\r\n -~]*$/)
    expect(message?.body).toBeUndefined()
  })

  test.each([[{}], [{ hide8BITMIME: true }]])('reads the same either way: %o', async (step) => {
    await createSmtpTransport(await serve(step)).send(letter)
    expect(decoded(received[0]?.source ?? '').trimEnd()).toBe(letter.text.trimEnd())
  })
})

describe('a message that the server does not take', () => {
  test.each([
    ['recipient', { onRcptTo: (_a, _s, done) => done(reply(550, '5.1.1 no such user jean@example.com')) }],
    ['content', refusingData(reply(554, '5.6.0 no'))],
  ] satisfies [string, SMTPServerOptions][])('is given up when it condemns the %s', async (_what, step) => {
    expect(await failure(await serve(step))).toMatchObject({
      code: expect.stringMatching(/^SMTP_55[04]$/),
      permanent: true,
    })
  })

  test.each([
    ['SMTP_451', { onRcptTo: (_a, _s, done) => done(reply(451, '4.7.1 greylisted')) }],
    ['SMTP_452', refusingData(reply(452, '4.3.1 disk full'))],
    ['SenderRefused', { onMailFrom: (_a, _s, done) => done(reply(550, '5.1.8 sender unknown')) }],
    ['RelayRefused', { onRcptTo: (_a, _s, done) => done(reply(554, '5.7.1 relay access denied')) }],
    ['SMTP_421', { onConnect: (_s, done) => done(reply(421, 'busy')) }],
    [
      'IdentityNotVerified',
      refusingData(reply(554, 'Message rejected: Email address is not verified. The following…')),
    ],
    ['Throttling', refusingData(reply(454, 'Throttling failure: Maximum sending rate exceeded.'))],
  ] satisfies [string, SMTPServerOptions][])('waits otherwise: %s', async (code, step) => {
    expect(await failure(await serve(step))).toMatchObject({ code, permanent: false })
  })

  test('waits while the login is refused, nobody listens, or the server stays silent', async () => {
    const refusing = await serve({
      allowInsecureAuth: true,
      onAuth: (_a, _s, done) => done(reply(535, '5.7.8 bad credentials')),
    })
    expect(await failure(refusing.replace('//', '//user:wrong@'))).toMatchObject({
      code: 'LoginRefused',
      permanent: false,
    })
    expect((await failure('smtp://127.0.0.1:9')).permanent).toBe(false)
    const silent = await serve({ onMailFrom() {} })
    expect((await failure(silent, EMAIL, 300)).permanent).toBe(false)
    expect(received).toHaveLength(0)
  })

  test('leaves no address or reply in the error', async () => {
    const error = await failure(
      await serve({ onRcptTo: (_a, _s, done) => done(reply(550, 'unknown jean@example.com')) }),
    )
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain('jean@')
    expect(error.cause).toBeUndefined()
  })
})

// ASVS 12.3.1, 12.3.2
test('mail leaves this host only through TLS', async () => {
  // Reachable here like any other server, but not one of the loopback names.
  const error = await failure(`${await serve({}, '127.0.0.2')}?requireTLS=false`)
  expect(error.code).toBe('SMTP_ETLS')
  const warn = vi.spyOn(console, 'error').mockImplementation(() => {})
  const selfSigned = await failure(await serve({ disabledCommands: [] }, '127.0.0.2'))
  warn.mockRestore()
  expect(selfSigned.permanent).toBe(false)
  expect(error.permanent).toBe(false)
  expect(received).toHaveLength(0)
})

test.each(['jösé@example.com', 'jean@exämple.com'])(
  'an address beyond ASCII never leaves raw: nodemailer sends it so to a server without SMTPUTF8: %s',
  async (address) => {
    expect(await failure(await serve(), { ...EMAIL, to: address })).toMatchObject({
      code: 'InvalidAddress',
      permanent: true,
    })
    expect(await failure(await serve(), { ...EMAIL, from: `Huntaze <${address}>` })).toMatchObject({
      code: 'InvalidSender',
      permanent: false,
    })
    expect(received).toHaveLength(0)
  },
)

test('a refusal of several lines is read whole, also where its status is written differently', async () => {
  const code = async (text: string) =>
    (await failure(await serve({ onRcptTo: (_a, _s, done) => done(reply(550, text)) }))).bounce?.reason
  expect(await code('5.2.1 The email account that you tried to reach is\n5.2.1 disabled')).toBe('NoEmail')
  expect(await code('#5.1.1 nobody')).toBe('NoEmail')
  expect(await code('The name is\nUser unknown')).toBe('RecipientRefused')
})

// ASVS 1.3.11
test.each([
  'jean@example.com\r\nRCPT TO:<eve@example.com>',
  'jean@example.com, eve@example.com',
  'jean@example.com> SIZE=1\r\nDATA',
  '"a" <eve@example.com>',
  'group: eve@example.com;',
])('a recipient that would reach somebody else never leaves: %j', async (to) => {
  expect(await failure(await serve(), { ...EMAIL, to })).toMatchObject({
    code: 'InvalidAddress',
    permanent: true,
  })
  expect(received).toHaveLength(0)
})

describe('where reports are read', () => {
  const REFERENCE = '0b9b1f0c-6f3e-4c2a-9d3b-6a1f0e5d4c3b'
  const bounces = { address: 'bounce@mail.huntaze.com', authSecrets: ['s'.repeat(43)] }
  const mark = markOf(bounces, REFERENCE)

  test.each([
    ['asks for reports where they are announced', false],
    ['asks for none where they are not', true],
  ])('the message carries its mark, and %s', async (_, hideDSN) => {
    const asked: Record<string, unknown>[] = []
    const url = await serve({
      hideDSN,
      onMailFrom: ({ args }, _session, done) => {
        asked.push({ ...args })
        done()
      },
      onRcptTo: ({ args }, _session, done) => {
        asked.push({ ...args })
        done()
      },
    } as SMTPServerOptions)
    const receipt = await createSmtpTransport(url, { bounces }).send({ ...EMAIL, reference: REFERENCE })
    expect(receipt.messageId).toBe(`<${mark}@huntaze.com>`)
    expect(received[0]).toMatchObject({ from: `bounce+${mark}@mail.huntaze.com` })
    // Folded: the field is longer than a line should be.
    expect(received[0]?.source).toContain(`Message-ID:\r\n ${receipt.messageId}\r\n`)
    const [sender, recipient] = asked
    if (hideDSN) return expect(JSON.stringify(asked)).not.toMatch(/ENVID|NOTIFY|RET/)
    expect(sender).toMatchObject({ RET: 'HDRS', ENVID: mark })
    expect(recipient).toMatchObject({ NOTIFY: 'FAILURE,DELAY,SUCCESS' })
  })

  test('a message without a reference leaves as before', async () => {
    await createSmtpTransport(await serve(), { bounces }).send(EMAIL)
    expect(received[0]?.from).toBe('noreply@huntaze.com')
  })
})
