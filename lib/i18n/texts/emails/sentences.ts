/** The sentences of the verification e-mail. `{name}` and `{duration}` are filled in by the template. */
type VerificationSentences = {
  subject: string
  preheader: string
  greeting: string
  intro: string
  button: string
  expiry: string
  /** Above the code. */
  code: string
  reason: string
  notMe: string
}

/** The sentences of the welcome e-mail. */
type WelcomeSentences = {
  subject: string
  preheader: string
  heading: string
  intro: string
  next: string
  button: string
  reason: string
}

/**
 * The sentences of a letter without a form of its own (`lib/email/letters/plain-letter.ts`). Each may hold `{name}`,
 * `{duration}` (of the link), and the facts of its message: `{email}`, `{device}`, `{when}`, `{due}`, `{wayIn}`,
 * `{contact}`.
 */
export type PlainSentences = {
  subject: string
  preheader: string
  heading: string
  paragraphs: string[]
  /** Absent: the letter has no button. */
  button?: string
  /** Under the button. */
  more?: string[]
  reason: string
}

export type EmailSentences = {
  verification: VerificationSentences
  welcome: WelcomeSentences
  address_in_use: PlainSentences
  password_reset: PlainSentences
  password_changed: PlainSentences
  email_change: PlainSentences
  email_changed: PlainSentences
  new_device: PlainSentences
  factor_added: PlainSentences
  factor_removed: PlainSentences
  recovery_code_used: PlainSentences
  second_step_failed: PlainSentences
  factor_removal_asked: PlainSentences
  account_deleted: PlainSentences
  /** Above the button's address, for mail programs that do not show buttons. `{link}` is where `fallbackLink` stands. */
  fallback: string
  fallbackLink: string
  /** Where answers go to somebody, and where they do not. */
  answers: string
  noAnswers: string
  signature: string
  /** Ways in that can be added, as the subject of a sentence. */
  wayIn: Record<'totp' | 'passkey' | 'provider', string>
  /** A client: `{browser}` and `{system}` are names, `{country}` is a country's. */
  device: { known: string; unknown: string; place: string }
}
