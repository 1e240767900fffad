import { openTransporter } from './connection'

/** The server refused the connection or the login. `code` is a reply code or the mailer's own, never the server's text. */
export class SmtpAccountError extends Error {
  override readonly name = 'SmtpAccountError'

  constructor(readonly code: string) {
    super(`smtp: ${code}`)
  }
}

/**
 * Connects to the server at `smtp(s)://user:password@host:port` as a sender would, through TLS and the login, and
 * leaves without sending. `name`: what it greets with.
 * @param timeout milliseconds the server may stay silent
 * @throws SmtpAccountError
 */
export async function verifySmtp(address: string, timeout: number, name?: string): Promise<void> {
  const transporter = await openTransporter(address, {
    name,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  })
  try {
    await transporter.verify()
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number }
    // A refused STARTTLS has a name of its own, and the error stays behind: the server's reply may quote anything.
    throw new SmtpAccountError(String((code === 'ETLS' ? undefined : responseCode) ?? code ?? 'UNKNOWN'))
  } finally {
    transporter.close()
  }
}
