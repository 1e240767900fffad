/** Mail servers whose reports the local mailbox can make. */
export const SERVERS = ['postfix', 'exim', 'opensmtpd', 'sendmail', 'courier'] as const

export type Server = (typeof SERVERS)[number]

/** Fates of a message that they report. `greylisted`: until the server gave up. */
export const FATES = [
  'delivered',
  'relayed',
  'delayed',
  'unknown',
  'full',
  'spam',
  'greylisted',
  'nodomain',
] as const

export type Fate = (typeof FATES)[number]

export type Action = 'delivered' | 'relayed' | 'delayed' | 'failed'

/** A fate as a server reports it. `reply`: of the next server, where one answered. */
export type Told = { action: Action; status: string; reply: string }

const GREYLISTED = '451 4.7.1 Greylisted, try again later'

/** Each fate as the next server answers it, before a server puts it into its own words. */
export const TOLD: Record<Fate, Told> = {
  delivered: { action: 'delivered', status: '2.0.0', reply: '' },
  relayed: { action: 'relayed', status: '2.0.0', reply: '250 2.0.0 Ok: queued' },
  delayed: { action: 'delayed', status: '4.7.1', reply: GREYLISTED },
  unknown: { action: 'failed', status: '5.1.1', reply: '550 5.1.1 User unknown' },
  full: { action: 'failed', status: '5.2.2', reply: '552 5.2.2 Mailbox full' },
  spam: { action: 'failed', status: '5.7.1', reply: '550 5.7.1 Message considered as spam' },
  greylisted: { action: 'failed', status: '4.7.1', reply: GREYLISTED },
  nodomain: { action: 'failed', status: '5.4.4', reply: '' },
}
