import type { Refusals } from '../../../support/mail-taker'
import type { OutcomeName } from '../../../support/mailed-outcomes'

/** Domains that a server under test knows a way to. `home`: it delivers there itself. `dead`: nobody listens there. */
export const DOMAINS = {
  remote: 'remote.test',
  home: 'home.test',
  dead: 'dead.test',
  nodomain: 'nodomain.test',
  nullmx: 'nullmx.test',
  /** Reports come here, through the app's listener. */
  reports: 'reports.test',
} as const

export type Case = {
  /** The recipient's name starts with it. */
  name: string
  what: string
  domain: keyof typeof DOMAINS
  /** Effects of the reports that come, in any order, each at least once. */
  expected: OutcomeName[]
  /** Where a server's differ. */
  by?: Record<string, OutcomeName[]>
  /** Servers that it cannot be tried with, by the reason. */
  leftOut?: Record<string, string>
}

const NO_END_IN_SECONDS = {
  OpenSMTPD: 'its report of an expired message does not come within a minute',
}

/** Answers of the next server. */
export const REFUSALS: Refusals = {
  unknown: { at: 'recipient', reply: '550 5.1.1 User unknown' },
  words: { at: 'recipient', reply: '550 No such user here' },
  full: { at: 'recipient', reply: '552 5.2.2 Mailbox full' },
  full4: { at: 'recipient', reply: '452 4.2.2 Mailbox full' },
  content: { at: 'message', reply: '554 5.6.0 Message content rejected' },
  policy: { at: 'recipient', reply: '550 5.7.1 Message considered as spam' },
  later: { at: 'recipient', reply: '451 4.7.1 Greylisted, try again later' },
}

export const CASES: Case[] = [
  { name: 'unknown', what: 'no such mailbox', domain: 'remote', expected: ['noMailbox'] },
  { name: 'words', what: 'no such mailbox, without a status', domain: 'remote', expected: ['inDoubt'] },
  { name: 'full', what: 'a full mailbox', domain: 'remote', expected: ['full'] },
  {
    name: 'full4',
    what: 'a full mailbox, until given up',
    domain: 'remote',
    expected: ['lateFull', 'full'],
    leftOut: NO_END_IN_SECONDS,
  },
  { name: 'content', what: 'content refused', domain: 'remote', expected: ['content'] },
  { name: 'policy', what: 'refused by policy', domain: 'remote', expected: ['policy'] },
  {
    name: 'later',
    what: 'greylisted, until given up',
    domain: 'remote',
    expected: ['late', 'givenUp'],
    leftOut: NO_END_IN_SECONDS,
  },
  {
    name: 'dead',
    what: 'nobody listens, until given up',
    domain: 'dead',
    expected: ['lateUnreachable', 'unreachable'],
    // Given up by the clock of its host: no word of the reason.
    by: { Exim: ['late', 'givenUp'] },
    leftOut: NO_END_IN_SECONDS,
  },
  {
    name: 'nodomain',
    what: 'no such domain',
    domain: 'nodomain',
    expected: ['noDomain'],
    by: { Exim: ['inDoubt'] },
  },
  {
    name: 'nullmx',
    what: 'a null MX',
    domain: 'nullmx',
    expected: ['noDomain'],
    leftOut: { OpenSMTPD: 'version 6.8 takes it for a passing failure, and reports a delay' },
  },
  { name: 'ok', what: 'handed on', domain: 'remote', expected: ['relayed'] },
  { name: 'home', what: 'delivered', domain: 'home', expected: ['delivered'] },
]
