/** Kinds of causes, for people: each has to be mended in another place. */
const FAULTS = {
  suppressed: /^Suppressed$/,
  secret: /^LetterCannotBeOpened$/,
  sender: /^(InvalidSender|IdentityNotVerified|SenderRefused)$/,
  login:
    /^(SignatureDoesNotMatch|InvalidClientTokenId|CredentialsProviderError|AccessDenied\w*|LoginRefused|(SMTP_)?EAUTH|SMTP_53\d)$/,
  paused:
    /^(SendingPaused|AccountSendingPausedException|DailyQuotaExceeded|Throttling\w*|TooManyRequestsException)$/,
  connection:
    /^(TlsRequired|HelloRefused|(SMTP_)?E(TLS|DNS|NOTFOUND|CONNECTION|CONNREFUSED|SOCKET|TIMEDOUT))$/,
  relay: /^(RelayRefused|RecipientsRefused)$/,
  policy: /^PolicyRefused$/,
  content: /^(ContentRejected|MessageRejected)$/,
  unexpected: /^UnexpectedError$/,
} as const

export type Fault = keyof typeof FAULTS | 'other'

/** The kind of a cause. `other`: one without a name here; the log and the provider know more. */
export const faultOf = (cause: string): Fault =>
  (Object.keys(FAULTS) as (keyof typeof FAULTS)[]).find((name) => FAULTS[name].test(cause)) ?? 'other'
