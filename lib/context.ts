import type { PasswordHasher } from './auth/password'
import type { Clock } from './clock'
import type { Database } from './db/client'
import type { MailDomainAnswer } from './email/mail-domain'
import type { MailTransport } from './email/transport'
import type { Env } from './env'
import type { Locale } from './i18n/locale'
import type { Log } from './log'

/** Everything that varies, handed to every flow as one value: a test brings its own clock, mail and database. */
export type Context = {
  db: Database
  now: Clock
  mail: MailTransport
  env: Env
  log: Log
  passwords: PasswordHasher
  /** Whether a domain takes mail, as far as the DNS says so in time. */
  mailDomain: (domain: string) => Promise<MailDomainAnswer>
}

/** Who is asking. */
export type Visitor = {
  /** The network the request came from: an IPv4 address or an IPv6 /64. Rate limits count by it. */
  network: string
  locale: Locale
  /** The value of the session cookie, unverified. */
  jwt: string | null
}
