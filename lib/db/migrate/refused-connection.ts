import { escapeIdentifier } from 'pg'
import { databaseCause, stateOf } from '../states/recognize'
import { DATABASE_STATES } from '../states/table'
import { MigrationError } from './migration-error'

/** Percent-encoded text of an address; the driver takes a stray `%` as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** User of `url`, after whom the database is called where the address names none. */
const roleOf = (url: URL): string => url.searchParams.get('user') ?? decoded(url.username)

/** Name of the database. */
export const nameOf = (url: URL): string => decoded(url.pathname.slice(1)) || roleOf(url)

/** Database and host of `url`, without user and password. */
export const placeOf = (url: URL): string =>
  `${nameOf(url)} at ${url.searchParams.get('host') ?? decoded(url.host)}`

const quoted = (name: string) => escapeIdentifier(name)

const creation = (url: URL) =>
  `create database ${quoted(nameOf(url))} owner ${quoted(roleOf(url))} template template0 encoding 'UTF8'`

/** PgBouncer reports a missing database in its own words, with the code of a protocol violation. */
export const isMissingBehindPooler = (error: unknown): boolean => {
  const { code, message = '' } = databaseCause(error)
  return code === '08P01' && /^no such database|^database ".*" does not exist/.test(message)
}

/** The end of a sentence about the database, with the remedy, by SQLSTATE. */
const PREDICATES: Record<string, (url: URL) => string> = {
  '25006': () => `takes no writes. ${DATABASE_STATES.read_only.remedy}`,
  '42501': (url) =>
    `may not be used by ${roleOf(url)}. As its owner: grant connect on database ${quoted(nameOf(url))} to ${quoted(roleOf(url))}`,
  '55000': (url) =>
    `takes no connections. As its owner: alter database ${quoted(nameOf(url))} allow_connections true`,
  '3D000': (url) => `does not exist, and could not be made. As a superuser: ${creation(url)}`,
}

function sentenceFor(url: URL, error: unknown, creating: boolean): string {
  const { code = '', message } = databaseCause(error)
  if (creating && code === '42501')
    return `does not exist, and ${roleOf(url)} may not make it. As a superuser: ${creation(url)}`
  if (isMissingBehindPooler(error))
    return `does not exist, and a pooler makes none. On the server itself: ${creation(url)}`
  const statement = PREDICATES[code]
  if (statement) return statement(url)
  const state = DATABASE_STATES[stateOf(error, 'connect') ?? 'unreachable']
  const happened = state.mends === 'itself' ? 'cannot be reached' : 'refused the connection'
  return `${happened} (${code || message}): ${state.remedy}`
}

/**
 * One sentence about a failure to connect to the database of `url`: what is missing, and what mends it.
 * @param creating the database was missing and was to be created
 */
export const refusalOf = (url: URL, error: unknown, { creating = false } = {}): MigrationError =>
  new MigrationError(`The database ${placeOf(url)} ${sentenceFor(url, error, creating)}.`, { cause: error })
