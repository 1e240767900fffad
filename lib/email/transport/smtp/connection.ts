import type { Transporter } from 'nodemailer'
import { SECOND } from '../../../kernel/clock'
import { readSmtpUrl } from '../../../kernel/env/smtp'

const CONNECTION_TIMEOUT = 5 * SECOND

export type SmtpOptions = {
  /** The name to greet with; without it nodemailer takes the machine's, or `[127.0.0.1]` where that has no dot. */
  name?: string
  /** Milliseconds of silence after which the server is given up: at the greeting, and later. */
  greetingTimeout: number
  socketTimeout: number
}

/**
 * Read here rather than by nodemailer, whose own reading takes `?requireTLS=false` from the address. Mail leaves this
 * host only through TLS; on the loopback interface nobody listens, and test servers show certificates of their own.
 */
function connectionOf(address: string) {
  const read = readSmtpUrl(address)
  if ('fault' in read) throw new Error(read.fault)
  const { isLocal, ...server } = read.server
  return { ...server, requireTLS: !server.secure && !isLocal, ignoreTLS: !server.secure && isLocal }
}

/** The options of nodemailer for the server at `smtp(s)://user:password@host:port`. */
export const smtpOptions = (address: string, options: SmtpOptions) => ({
  ...connectionOf(address),
  ...options,
  connectionTimeout: CONNECTION_TIMEOUT,
  dnsTimeout: CONNECTION_TIMEOUT,
})

/** A transport to check the server with. It does not connect yet. */
export async function openTransporter(address: string, options: SmtpOptions): Promise<Transporter> {
  // CommonJS: a bundle that keeps it apart has only this export.
  const { default: nodemailer } = await import('nodemailer')
  return nodemailer.createTransport(smtpOptions(address, options))
}
