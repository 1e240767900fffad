import type { Transporter } from 'nodemailer'
import { SECOND } from '../../../kernel/clock'
import { isLoopback } from '../../../kernel/loopback'

const CONNECTION_TIMEOUT = 5 * SECOND

/** Milliseconds of silence after which the server is given up: at the greeting, and later. */
type SmtpTimeouts = { greetingTimeout: number; socketTimeout: number }

/**
 * Read here rather than by nodemailer, whose own reading takes `?requireTLS=false` from the address. Mail leaves this
 * host only through TLS; on the loopback interface nobody listens, and test servers show certificates of their own.
 */
function connectionOf(address: string) {
  const url = new URL(address)
  const secure = url.protocol === 'smtps:'
  const local = isLoopback(url)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !local,
    ignoreTLS: !secure && local,
    auth: url.username
      ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
      : undefined,
  }
}

/** A way to the server at `smtp(s)://user:password@host:port`. Nothing is connected yet. */
export async function openTransporter(address: string, timeouts: SmtpTimeouts): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    ...connectionOf(address),
    ...timeouts,
    connectionTimeout: CONNECTION_TIMEOUT,
    dnsTimeout: CONNECTION_TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
