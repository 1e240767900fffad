import { escapeIdentifier } from 'pg'
import { databaseCause, isUnavailable } from './errors'
import { MigrationError } from './migrate/migration-error'

/** Percent-encoded text of an address; the driver takes a stray `%` as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The user, after whom the database is called where the address names none. */
const roleOf = (url: URL): string => url.searchParams.get('user') ?? decoded(url.username)

/** Name of the database. */
export const nameOf = (url: URL): string => decoded(url.pathname.slice(1)) || roleOf(url)

/** Database and host of `url`, without user and password. */
export const placeOf = (url: URL): string =>
  `${nameOf(url)} at ${url.searchParams.get('host') ?? decoded(url.host)}`

const quoted = (name: string) => escapeIdentifier(name)

const creation = (url: URL) =>
  `create database ${quoted(nameOf(url))} owner ${quoted(roleOf(url))} template template0 encoding 'UTF8'`

/** PgBouncer tells of a missing database in words of its own, with the code of a protocol violation. */
export const isMissingBehindPooler = (error: unknown): boolean => {
  const { code, message = '' } = databaseCause(error)
  return code === '08P01' && /^no such database|^database ".*" does not exist/.test(message)
}

/** What a refusal means, and what mends it. Codes are SQLSTATEs (PostgreSQL, appendix A) and Node.js's. */
const REFUSALS: [code: RegExp, sentence: (url: URL) => string][] = [
  [
    /^28P01$/,
    (url) => `does not take the password of ${roleOf(url)}. Check the user and the password of DATABASE_URL`,
  ],
  [
    /^28/,
    (url) =>
      `does not let in ${roleOf(url)} from here. Check pg_hba.conf on its server, and sslmode in DATABASE_URL`,
  ],
  [
    /^42501$/,
    (url) =>
      `may not be used by ${roleOf(url)}. As its owner: grant connect on database ${quoted(nameOf(url))} to ${quoted(roleOf(url))}`,
  ],
  [
    /^55000$/,
    (url) =>
      `takes no connections now. As its owner: alter database ${quoted(nameOf(url))} allow_connections true`,
  ],
  [/^3D000$/, (url) => `does not exist, and could not be made here. As a superuser: ${creation(url)}`],
  [
    /^53300$/,
    () =>
      'has no free connection. Raise max_connections or the CONNECTION LIMIT of its role, or end what holds them',
  ],
  [
    /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/,
    () => 'shows a certificate that is not trusted. Give its CA with sslrootcert=… in DATABASE_URL',
  ],
]

const MESSAGES: [message: RegExp, sentence: string][] = [
  [
    /does not support SSL/,
    'has no TLS. Switch it on at the server; only a database on this machine may go without (sslmode=disable)',
  ],
  [/^SASL|must be a string/, 'wants a password. Write one into DATABASE_URL'],
]

function sentenceFor(url: URL, error: unknown, creating: boolean): string | undefined {
  const { code = '', message = '' } = databaseCause(error)
  if (creating && code === '42501')
    return `does not exist, and ${roleOf(url)} may not make it. As a superuser: ${creation(url)}`
  if (isMissingBehindPooler(error))
    return `does not exist, and a pooler makes none. On the server itself: ${creation(url)}`
  const found = MESSAGES.find(([pattern]) => code === '' && pattern.test(message))?.[1]
  return found ?? REFUSALS.find(([pattern]) => pattern.test(code))?.[1](url)
}

/**
 * One sentence about a failure to connect to the database of `url`: what is missing, and what mends it.
 * @param creating the database was missing and was to be created
 */
export function refusalOf(url: URL, error: unknown, { creating = false } = {}): MigrationError {
  const { code, message } = databaseCause(error)
  const said = sentenceFor(url, error, creating)
  if (said) return new MigrationError(`The database ${placeOf(url)} ${said}.`, { cause: error })
  const happened =
    isUnavailable(error) || /timeout/.test(message ?? '') ? 'cannot be reached' : 'refused the connection'
  return new MigrationError(`The database ${placeOf(url)} ${happened} (${code ?? message}).`, {
    cause: error,
  })
}
