import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import type { Clock } from './clock'
import type { Env } from './env/env'
import type { Locale } from './locale'
import type { Log } from './log'
import type {
  Background,
  CountryOf,
  IssuerKeys,
  MailDomainAnswer,
  MailTransport,
  PasswordHasher,
} from './ports'

/** A pool of connections, or one transaction on it: both take the same queries. */
export type Database = PgDatabase<NodePgQueryResultHKT, Record<string, never>>
type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** The context of a function that only reads and writes rows; a command on the server has no other. */
export type DataContext = { db: Database; now: Clock; log: Log }

/** Adds the configuration (secrets, origin, limits), and the countries of networks. */
export type CoreContext = DataContext & { env: Env; countryOf: CountryOf }

/** Adds the mail provider. */
export type MailContext = CoreContext & { mail: MailTransport }

/** Everything that varies, handed to every flow as one value: a test brings its own clock, mail and database. */
export type Context = MailContext & {
  passwords: PasswordHasher
  background: Background
  /** Asks the DNS whether a domain takes mail. */
  mailDomain: (domain: string) => Promise<MailDomainAnswer>
  /** Asks for the keys of whoever vouches for addresses (`lib/browser-proof`). */
  issuerKeys: IssuerKeys
}

/** A context whose queries all belong to one transaction (`lib/db/transaction.ts`). */
export type InTransaction<C extends DataContext = CoreContext> = C & { db: Transaction }

/** Signs that a browser gives of its session's key (`lib/session/bind`). */
export type KeySigns = {
  /** The value of the short cookie that the key renews, unverified. */
  cookie: string | null
  /** The browser says that it could not renew the cookie. */
  couldNotRenew: boolean
  /** Another site began the navigation: browsers renew no cookie for it. */
  isArrival: boolean
}

/** The client of one request. */
export type Visitor = {
  /** The network the request came from: an IPv4 address or an IPv6 /64. Rate limits count by it. */
  network: string
  locale: Locale
  /** The value of the session cookie, unverified. */
  jwt: string | null
  keySigns: KeySigns
  /** The raw `User-Agent`, which may be anything: `lib/session/client.ts` makes names of it. */
  userAgent: string | null
}
