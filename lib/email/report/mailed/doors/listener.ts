import { once } from 'node:events'
import type { SMTPServer, SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { SECOND } from '../../../../kernel/clock'
import type { CoreContext } from '../../../../kernel/context'
import type { BounceListener } from '../../../../kernel/env/bounces'
import { marksIn } from '../../../return-path'
import { LARGEST_REPORT, receiveMailedReport } from '../receive'
import { createRate } from './rate'

/** Connections at once; a mail server keeps two to five to one host. */
const MOST_CLIENTS = 20
/** Recipients of one report; it has one. */
const MOST_RECIPIENTS = 10
const SOCKET_TIMEOUT = 60 * SECOND
/** Time that a report in hand has at the end of the process. */
const CLOSE_TIMEOUT = 5 * SECOND

/** A refusal as SMTP says it: with a status, so that the sender's report of it is exact. */
const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

const NOT_HERE = refusal(550, '5.1.1 No such mailbox')
const TOO_MANY = refusal(452, '4.5.3 Too many recipients')
const TOO_FAST = refusal(451, '4.7.1 Too many reports, try again later')
const TOO_LARGE = refusal(552, '5.3.4 Too large for a report')
const NOT_NOW = refusal(451, '4.3.0 Cannot be stored now, try again later')

/** The whole message; undefined when it is too large, whose rest is passed over. */
async function collect(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_REPORT) chunks.push(chunk)
  }
  return size <= LARGEST_REPORT ? Buffer.concat(chunks) : undefined
}

/** The answer to a message: none once it is stored, so that no report is lost between its sender and the database. */
async function answer(
  ctx: CoreContext,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<Error | null> {
  const raw = await collect(stream)
  if (!raw) return TOO_LARGE
  try {
    for (const { address } of envelope.rcptTo) await receiveMailedReport(ctx, raw, address)
    return null
  } catch (error) {
    ctx.log.warn('mailed_report_waits', { error })
    return NOT_NOW
  }
}

function optionsFor(ctx: CoreContext, protocol: BounceListener['protocol']): SMTPServerOptions {
  const isWithinRate = createRate(ctx)
  const isOurs = (address: string) =>
    address.toLowerCase() === ctx.env.email.bounceAddress || marksIn(ctx.env, address).length > 0
  return {
    lmtp: protocol === 'lmtp',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: LARGEST_REPORT,
    maxClients: MOST_CLIENTS,
    socketTimeout: SOCKET_TIMEOUT,
    closeTimeout: CLOSE_TIMEOUT,
    onMailFrom: (_address, _session, done) => done(isWithinRate() ? null : TOO_FAST),
    onRcptTo: ({ address }, { envelope }, done) => {
      if (!isOurs(address)) return done(NOT_HERE)
      done(envelope.rcptTo.length < MOST_RECIPIENTS ? null : TOO_MANY)
    },
    onData: (stream, session, done) =>
      void answer(ctx, stream, session).then(
        (error) => done(error),
        () => done(NOT_NOW),
      ),
  }
}

const close = (server: SMTPServer): Promise<void> => new Promise((done) => server.close(() => done()))

/**
 * Takes reports of mail servers on a port of this machine, over SMTP or LMTP, until `signal` aborts.
 * @param opened learns the port once it is open
 * @throws the error of a port that cannot be opened
 */
export async function listenForReports(
  ctx: CoreContext,
  { protocol, host, port }: BounceListener,
  signal: AbortSignal,
  opened: (port: number) => void = () => {},
): Promise<void> {
  const { SMTPServer: Server } = await import('smtp-server')
  const server = new Server(optionsFor(ctx, protocol))
  const listening = once(server.server, 'listening')
  const failed = new Promise<never>((_, reject) => server.server.once('error', reject))
  // A client that leaves in the middle of a sentence is no failure of ours.
  server.on('error', () => {})
  server.listen(port, host)
  await Promise.race([listening, failed])
  failed.catch(() => {})
  const address = server.server.address()
  opened(typeof address === 'object' && address !== null ? address.port : port)
  if (!signal.aborted) await once(signal, 'abort')
  await close(server)
}
