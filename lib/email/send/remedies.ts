/**
 * Amazon SES refuses a message with one name, `MessageRejected` (554 over SMTP), for two very different reasons: this
 * message is bad, or nothing may leave at all until an operator acts. Only the text tells them apart
 * (Amazon SES developer guide, "Amazon SES email sending errors").
 */
const FAULTS: [code: string, text: RegExp][] = [
  ['IdentityNotVerified', /address is not verified|identities failed the check/i],
  ['SendingPaused', /(sending|account)\b.{0,40}\b(paused|suspended|disabled|shut down)/i],
]

/** The fault behind a refusal that an operator can mend, so that the message waits; undefined for any other refusal. */
export const operatorFault = (refusal: string): string | undefined =>
  FAULTS.find(([, text]) => text.test(refusal))?.[0]

/** The first thing to check where a mail server says nothing more exact. */
export const UNREACHABLE =
  'check host and port of SMTP_URL (587 with smtp://, 465 with smtps://; many hosts block 25), and the firewall'
const WRONG_LOGIN = 'check the user and the password in SMTP_URL'
const NO_TLS = 'the server must offer STARTTLS with a certificate this host trusts; or use smtps://'

/**
 * Faults that only an operator can mend, and how: for the worker and for `npm run doctor`, which sees an SMTP server's
 * replies and the mailer's codes without the prefix `SMTP_`.
 */
const REMEDIES: [code: RegExp, remedy: string][] = [
  [
    /^LetterCannotBeOpened$/,
    'sealed under a secret that is no longer in AUTH_SECRET: add it again behind the newest',
  ],
  [/^InvalidSender$/, 'EMAIL_FROM is no sender'],
  [
    /^IdentityNotVerified$/,
    'verify the sender in SES; while the account is in the sandbox every recipient too, or request production access',
  ],
  [/^SendingPaused$/, 'sending is paused for this SES account'],
  [/^(?:SignatureDoesNotMatch|InvalidClientTokenId)$/, 'the AWS credentials are wrong'],
  [/^CredentialsProviderError$/, 'there are no AWS credentials'],
  [/^AccessDenied$/, 'the AWS credentials may not send: allow them ses:SendEmail and ses:SendRawEmail'],
  [
    /^DailyQuotaExceeded$/,
    'the allowance of the day is used up: ask the provider for a larger sending quota',
  ],
  [/^(?:LoginRefused|(?:SMTP_)?EAUTH|53\d|454)$/, WRONG_LOGIN],
  [/^(?:TlsRequired|(?:SMTP_)?ETLS)$/, NO_TLS],
  [/^(?:SMTP_)?(?:EDNS|ENOTFOUND)$/, 'the host of SMTP_URL has no address: check its name'],
  [/^(?:SMTP_)?(?:ECONNECTION|ECONNREFUSED|ESOCKET|ETIMEDOUT)$/, UNREACHABLE],
  [
    /^HelloRefused$/,
    'the server refuses the name that we greet with: set SMTP_NAME to one that leads to this host',
  ],
  [
    /^RelayRefused$/,
    'the server does not pass on our mail: give a login in SMTP_URL, or allow this host to relay there',
  ],
  [
    /^SenderRefused$/,
    'the server refuses EMAIL_FROM: take an address that this login may use, and whose domain has an MX record',
  ],
  [
    /^PolicyRefused$/,
    'a policy refuses our mail (reputation, a block list, SPF, DKIM): `npm run doctor`, then the server’s log',
  ],
  [
    /^ContentRejected$/,
    'a server takes the letter for spam, or cannot read it: run the letter through a spam filter',
  ],
  [
    /^Unexplained$/,
    'the recipient’s server refused, and its reply does not blame the recipient: read the provider’s report',
  ],
  [
    /^RecipientsRefused$/,
    'the server refuses one recipient after the other: check that it is set up to relay our mail',
  ],
  [/^SMTP_5\d\d$/, 'the server refused, and its reply does not blame the recipient: read the server’s log'],
]

/** Remedy for a message that was not sent, or a refused login; undefined when it is not for an operator to mend. */
export const sendingRemedy = (code: string): string | undefined =>
  REMEDIES.find(([pattern]) => pattern.test(code))?.[1]

/** Remedy for an unreadable sending quota, which needs a permission of its own. */
export const quotaRemedy = (code: string): string | undefined =>
  /^AccessDenied/.test(code)
    ? 'allow the AWS credentials ses:GetSendQuota: until then only refusals tell that we send too much'
    : sendingRemedy(code)
