/**
 * Amazon SES refuses a message with one name, `MessageRejected` (554 over SMTP), for two very different reasons: this
 * message is bad, or nothing may leave at all until an operator acts. Only the text tells them apart
 * (Amazon SES developer guide, "Amazon SES email sending errors").
 */
const FAULTS: [code: string, text: RegExp][] = [
  ['IdentityNotVerified', /address is not verified|identities failed the check/i],
  ['SendingPaused', /(sending|account)\b.{0,40}\b(paused|suspended|disabled|shut down)/i],
]

/** The name of the operator's fault behind a refusal, when there is one: the message waits instead of being given up. */
export const operatorFault = (refusal: string): string | undefined =>
  FAULTS.find(([, text]) => text.test(refusal))?.[0]
