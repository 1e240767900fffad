import { DAY, HOUR, MINUTE } from '../kernel/clock'

/** At most `hits` in `window` ms from the first hit on. `RATE_LIMIT_SCALE` multiplies `hits`. */
export type Limit = { hits: number; window: number }

/** Every rate limit, by the action it protects and the subject it counts. */
export const LIMITS = {
  /** Sign-ups from one network. A school or a mobile carrier is one network, so this is generous. */
  registerByNetwork: { hits: 60, window: HOUR },
  /** Sign-ups by a proof of work from one network that used up the row above (docs/decisions/0044-brake.md). */
  registerByWork: { hits: 30, window: HOUR },
  /** Sign-ups with one address: enough for every honest retry, too few to probe. */
  registerByAddress: { hits: 30, window: HOUR },
  /** Sign-ins from one network, right or wrong: bounds the work of checking passwords. */
  loginByNetwork: { hits: 300, window: 15 * MINUTE },
  /** Sign-ins by a proof of work from one network that used up the row above, or that below. */
  loginByWork: { hits: 150, window: 15 * MINUTE },
  /** Failed sign-ins from one network, limited once they are spread over more accounts than the next row allows (password spraying). */
  loginFailuresByNetwork: { hits: 30, window: 15 * MINUTE },
  /** The same of those by a proof of work, which that row does not count. */
  loginFailuresByWork: { hits: 15, window: 15 * MINUTE },
  /** Accounts with failed sign-ins from one network, up to which the two rows above do not limit. A success removes its account. */
  loginFailedAccountsByNetwork: { hits: 9, window: 15 * MINUTE },
  /** Failed sign-ins to one account from one network. A success forgets them. */
  loginByAccountAndNetwork: { hits: 10, window: 15 * MINUTE },
  /** Failed sign-ins to one account from anywhere (NIST SP 800-63B 3.2.2 allows 100 in a row). */
  loginByAccount: { hits: 60, window: HOUR },
  /** Failed sign-ins to one account from one browser that has signed in to it before: nobody else can use these up. */
  loginByKnownDevice: { hits: 10, window: 15 * MINUTE },
  /** The same over all such browsers together. */
  loginByKnownDevices: { hits: 30, window: HOUR },
  /** The pause between two links to one recipient: the countdown that people see. */
  linkSpacing: { hits: 1, window: MINUTE },
  /** Links to one recipient, so that nobody can flood a mailbox through us. */
  linkByRecipientHourly: { hits: 5, window: HOUR },
  linkByRecipientDaily: { hits: 10, window: DAY },
  /** Corrections of an unverified account's address. */
  emailChangeByAccount: { hits: 5, window: HOUR },
  /** Requests for a reset from one network, whoever they are for. */
  resetByNetwork: { hits: 60, window: HOUR },
  /** Notices to an owner whose address somebody tries to sign up with (specification 4.1). */
  takenNoticeByRecipient: { hits: 1, window: DAY },
  /** Notices of sign-ins from new devices: a thief who signs in again and again must not flood the mailbox. */
  deviceNoticeByRecipient: { hits: 5, window: HOUR },
  /** Passwords judged while they are typed: a judgement takes milliseconds of processor time. */
  judgeByNetwork: { hits: 600, window: 15 * MINUTE },
  /** Changes of one account's password: each mails a notice. */
  passwordChangeByAccount: { hits: 5, window: HOUR },
  /** Changes of one account's name or language: each is an event, and events stay for a year. */
  profileChangeByAccount: { hits: 60, window: HOUR },
  /** Notices of failed second steps to one mailbox. */
  stepNoticeByRecipient: { hits: 1, window: DAY },
  /** Wrong codes of second steps to one account, from browsers that never signed in to it: six digits are few. A success forgets them. */
  secondStepByAccount: { hits: 30, window: DAY },
  /** Wrong codes of a factor in one account's sessions, to confirm or to turn an app on. A success forgets them. */
  factorCodeByAccount: { hits: 5, window: 15 * MINUTE },
  /** Passkeys that are asked for, or given, from one network. A passkey cannot be guessed: this bounds the work alone. */
  passkeyByNetwork: { hits: 300, window: 15 * MINUTE },
  /** Enrolments and removals of one account's ways in: each mails a notice. */
  wayInChangeByAccount: { hits: 20, window: HOUR },
  /** Farewells to a never-proven address, which may be a stranger's. */
  farewellByRecipient: { hits: 1, window: DAY },
  /** Exports of one account: each reads every table. */
  exportByAccount: { hits: 10, window: HOUR },
  /** Events of refusals of one kind at one account: guessing must not fill the table. */
  refusalEventByAccount: { hits: 20, window: DAY },
  /** Refused tokens from one network. */
  badTokenByNetwork: { hits: 60, window: 10 * MINUTE },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof LIMITS
