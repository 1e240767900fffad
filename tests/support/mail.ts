import type { MailTransport, OutgoingEmail } from '../../lib/kernel/ports'

/** A transport that keeps its messages, and fails first on demand. */
export type CapturedMail = MailTransport & {
  readonly sent: OutgoingEmail[]
  /** The next sends end like this instead of succeeding. */
  fail(...errors: Error[]): void
}

export function captureMail(): CapturedMail {
  const sent: OutgoingEmail[] = []
  const failures: Error[] = []
  return {
    name: 'mailbox',
    sent,
    fail: (...errors) => void failures.push(...errors),
    async send(email) {
      const failure = failures.shift()
      if (failure) throw failure
      sent.push(email)
      return { providerMessageId: `captured-${sent.length}` }
    },
  }
}

const LINK = /https?:\/\/\S+\/auth\/verify-email\?token=[0-9a-f]+/

/** The link that an e-mail asks its reader to follow, read from its plain text as a person would. */
export function linkIn(email: Pick<OutgoingEmail, 'text'> | undefined, page = '/auth/verify-email'): URL {
  const links = email?.text.match(/https?:\/\/\S+\?token=[0-9a-f]+/g) ?? []
  const link = links.find((each) => new URL(each).pathname === page)
  if (!link) throw new Error(`the e-mail holds no link to ${page}`)
  return new URL(link)
}

/**
 * The newest e-mail to `address` that `wanted` describes, by its subject or its text. Messages that are due together leave
 * side by side, so the last to arrive may be any of them.
 */
export const letterTo = (mail: CapturedMail, address: string, wanted: RegExp): OutgoingEmail | undefined =>
  mail.sent.findLast(({ to, subject, text }) => to === address && (wanted.test(subject) || wanted.test(text)))

/** The token of the newest verification e-mail to `address`. */
export function tokenFor(mail: CapturedMail, address: string): string {
  return linkIn(letterTo(mail, address, LINK)).searchParams.get('token') ?? ''
}

const CODE = /\b[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}\b/

/** The code in the newest verification e-mail to `address`, read as a person would. */
export function codeFor(mail: { sent: Pick<OutgoingEmail, 'to' | 'text'>[] }, address: string): string {
  const email = mail.sent.findLast(({ to, text }) => to === address && CODE.test(text))
  const [code] = CODE.exec(email?.text ?? '') ?? []
  if (!code) throw new Error('the e-mail holds no code')
  return code
}
