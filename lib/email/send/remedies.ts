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

/** Faults that only an operator can mend, and how. */
const REMEDIES: Record<string, string> = {
  LetterCannotBeOpened:
    'sealed under a secret that is no longer in AUTH_SECRET: add it again behind the newest',
  InvalidSender: 'EMAIL_FROM is no sender',
  IdentityNotVerified:
    'verify the sender in SES; while the account is in the sandbox every recipient too, or request production access',
  SendingPaused: 'sending is paused for this SES account',
  SignatureDoesNotMatch: 'the AWS credentials are wrong',
  InvalidClientTokenId: 'the AWS credentials are wrong',
  CredentialsProviderError: 'there are no AWS credentials',
  AccessDenied: 'the AWS credentials may not send: allow them ses:SendEmail',
  DailyQuotaExceeded: 'ask Amazon SES for a larger sending quota',
}

/** Remedy for a message that was not sent; undefined when it is not for an operator to mend. */
export const sendingRemedy = (code: string): string | undefined => REMEDIES[code]

/** Remedy for an unreadable sending quota, which needs a permission of its own. */
export const quotaRemedy = (code: string): string | undefined =>
  /^AccessDenied/.test(code)
    ? 'allow the AWS credentials ses:GetSendQuota: until then only refusals tell that we send too much'
    : REMEDIES[code]
