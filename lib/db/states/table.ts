// Long: one table, read from top to bottom; `docs/DATABASE_STATES.md` is made of it
import { SECOND } from '../../kernel/clock'
import type { State } from './state'

const PASSING = 5 * SECOND
const UNTIL_MENDED = 30 * SECOND
const AT_ONCE = 1 * SECOND

const UNREACHABLE = { database: 'unreachable', migrations: 'unknown' } as const
const RIGHTS_MISSING = { database: 'rights_missing', migrations: 'unknown' } as const
const TABLES_MISSING = { database: 'ok', migrations: 'missing' } as const
const FINE = { database: 'ok', migrations: 'ok' } as const

/** No connection was made, so no statement ran. */
const unconnected = {
  phase: 'connect',
  retryAfter: PASSING,
  mends: 'itself',
  again: 'no',
  dropsConnection: false,
  ready: UNREACHABLE,
  event: 'database_unavailable',
} as const
const misconfigured = { ...unconnected, retryAfter: UNTIL_MENDED, mends: 'operator' } as const

/** The server answered a statement with an error. */
const refused = { phase: 'statement', again: 'no', dropsConnection: false } as const

/**
 * Every state of the database that we recognize, most special first: the first row that fits an error is its state.
 * An error that fits no row is a fault of ours (500, `unexpected_error`).
 *
 * Codes are SQLSTATEs (PostgreSQL, appendix A), or those of Node.js. `routine` is the function of PostgreSQL's source
 * that raised the error: it tells apart what shares a code, in every language of the server.
 */
export const DATABASE_STATES = {
  refusing: {
    ...unconnected,
    meaning: 'nothing listens at the address, or the socket is not there',
    codes: /^(ECONNREFUSED|ENOENT|EACCES)$/,
    remedy: 'start PostgreSQL, and check host and port of DATABASE_URL',
  },
  starting: {
    ...unconnected,
    meaning: 'the server starts, shuts down or recovers, and takes no connection yet',
    codes: /^57P03$/,
    remedy: 'wait some seconds; if that does not help, read the log of PostgreSQL',
  },
  rejected: {
    ...misconfigured,
    meaning: 'wrong user or password, or the server does not let this user in from this host',
    codes: /^(28...|42501)$/,
    messages: /^SASL/,
    remedy:
      'check the user and the password of DATABASE_URL, and who is let in (pg_hba.conf, grant connect on database)',
  },
  without_tls: {
    ...misconfigured,
    meaning: 'the address asks for TLS, and the server has none',
    messages: /does not support SSL/,
    remedy: 'switch TLS on at the server; only a database on this machine may go without',
  },
  untrusted: {
    ...misconfigured,
    meaning: 'the certificate of the server is not trusted',
    codes: /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/,
    remedy: 'name the CA of the server’s certificate with sslrootcert=…',
  },
  closed: {
    ...misconfigured,
    meaning: 'the database takes no connections',
    codes: /^55000$/,
    remedy: 'let connections in: alter database … allow_connections true',
  },
  no_database: {
    ...misconfigured,
    meaning: 'the server has no database of this name',
    codes: /^3D000$/,
    remedy: 'create the database: npm run db:init:safe',
  },
  role_full: {
    ...unconnected,
    meaning: 'the role has used up its CONNECTION LIMIT',
    codes: /^53300$/,
    routine: /^InitializeSessionUserId$/,
    remedy: 'raise the CONNECTION LIMIT of the role (alter role … connection limit …)',
  },
  database_full: {
    ...unconnected,
    meaning: 'the database has used up its CONNECTION LIMIT',
    codes: /^53300$/,
    routine: /^CheckMyDatabase$/,
    remedy: 'raise the CONNECTION LIMIT of the database (alter database … connection limit …)',
  },
  server_full: {
    ...unconnected,
    meaning: 'the server has used up max_connections',
    codes: /^53300$/,
    remedy: 'raise max_connections, or end what holds the connections (pg_stat_activity)',
  },
  pool_full: {
    ...unconnected,
    meaning: 'every connection of this process was in use for five seconds',
    messages: /^timeout exceeded when trying to connect$/,
    remedy: 'end what holds connections for long (pg_stat_activity), or run more processes',
  },
  unreachable: {
    ...unconnected,
    meaning: 'no route, no answer in time, a name without an address, or any other failure to connect',
    codes: /./,
    messages: /^/,
    remedy: 'check host and port of DATABASE_URL, DNS, the firewall, and that PostgreSQL runs',
  },
  read_only: {
    ...refused,
    meaning: 'a standby, or a server that an operator or a full disk made read-only',
    codes: /^25006$/,
    retryAfter: PASSING,
    mends: 'itself',
    dropsConnection: true,
    ready: { database: 'read_only', migrations: 'unknown' },
    event: 'database_unavailable',
    remedy: 'point DATABASE_URL at the primary; during a fail-over wait until the standby is promoted',
  },
  read_elsewhere: {
    ...refused,
    meaning: 'a standby answered a read that decides who is signed in',
    names: /^StandbyAnsweredError$/,
    retryAfter: PASSING,
    mends: 'itself',
    dropsConnection: false,
    ready: FINE,
    event: 'database_unavailable',
    remedy: 'let the balancer send this application’s reads to the primary alone',
  },
  not_replicated: {
    ...refused,
    meaning: 'the commit is done, but its wait for the standby was cut short: a fail-over would lose it',
    names: /^NotReplicatedError$/,
    retryAfter: PASSING,
    mends: 'itself',
    ready: FINE,
    event: 'database_unavailable',
    remedy: 'bring the standby back, or take it out of synchronous_standby_names',
  },
  serialization: {
    ...refused,
    meaning:
      'a simultaneous transaction changed the same rows, or a standby removed rows that were being read',
    codes: /^40001$/,
    retryAfter: AT_ONCE,
    mends: 'itself',
    again: 'anew',
    ready: FINE,
    event: 'database_contended',
    remedy: 'none needed; default_transaction_isolation = ’read committed’ avoids the repetition',
  },
  deadlock: {
    ...refused,
    meaning: 'two transactions waited for each other',
    codes: /^40P01$/,
    retryAfter: AT_ONCE,
    mends: 'itself',
    again: 'anew',
    ready: FINE,
    event: 'database_contended',
    remedy: 'none needed; if they are frequent, report them: they are a fault of ours',
  },
  stale_statement: {
    ...refused,
    meaning: 'the server does not have our prepared statement, or has another of its name: a pooler',
    codes: /^(26000|42P05)$/,
    retryAfter: AT_ONCE,
    mends: 'itself',
    again: 'unnamed',
    ready: FINE,
    event: 'database_contended',
    remedy: 'none needed; behind a pooler DATABASE_PREPARE=off avoids the repetition',
  },
  stale_plan: {
    ...refused,
    meaning: 'a prepared statement would return other columns than before: a migration changed a type',
    codes: /^0A000$/,
    routine: /^RevalidateCachedQuery$/,
    retryAfter: AT_ONCE,
    mends: 'itself',
    again: 'unnamed',
    ready: FINE,
    event: 'database_contended',
    remedy: 'none needed',
  },
  right_missing: {
    ...refused,
    meaning: 'the role lacks a right on a schema or table',
    codes: /^42501$/,
    retryAfter: UNTIL_MENDED,
    mends: 'operator',
    ready: RIGHTS_MISSING,
    event: 'database_right_missing',
    remedy: 'grant the role of DATABASE_URL its rights on schema and tables (docs/DATABASE.md)',
  },
  schema_missing: {
    ...refused,
    meaning: 'there is no schema of that name: it was dropped, or DATABASE_SCHEMA names another',
    codes: /^3F000$/,
    retryAfter: UNTIL_MENDED,
    mends: 'operator',
    ready: TABLES_MISSING,
    event: 'database_not_migrated',
    remedy: 'create the schema and its tables: npm run db:init:safe',
  },
  older_tables: {
    ...refused,
    meaning: 'a table, column, function, type or index that this build needs is missing',
    codes: /^(42P01|42703|42883|42704|42P10)$/,
    retryAfter: UNTIL_MENDED,
    mends: 'operator',
    ready: TABLES_MISSING,
    event: 'database_not_migrated',
    remedy: 'check DATABASE_SCHEMA, then apply the migrations: npm run db:init:safe',
  },
  cancelled: {
    ...refused,
    meaning: 'the statement, or its wait for a lock, took too long, or an operator cancelled it',
    codes: /^(57014|55P03)$/,
    retryAfter: PASSING,
    mends: 'itself',
    dropsConnection: true,
    ready: UNREACHABLE,
    event: 'database_unavailable',
    remedy: 'look for what is slow or holds a lock (pg_stat_activity)',
  },
  exhausted: {
    ...refused,
    meaning: 'the server’s disk is full, its memory is used up, or one of its files is unreadable',
    codes: /^(53...|58...)$/,
    retryAfter: PASSING,
    mends: 'itself',
    dropsConnection: true,
    ready: UNREACHABLE,
    event: 'database_unavailable',
    remedy: 'free disk space or memory of the database server, and read its log',
  },
  lost: {
    ...refused,
    meaning:
      'the connection ended in the middle of a statement or transaction; a commit under way may have happened',
    codes: /^(08...|57P0[1-5]|25P0[34]|ECONN\w+|EHOST\w+|ENET\w+|ETIMEDOUT|EPIPE)$/,
    messages: /^(Query read timeout|Connection terminated|Client (has encountered|was closed))/,
    retryAfter: PASSING,
    mends: 'itself',
    dropsConnection: true,
    ready: UNREACHABLE,
    event: 'database_unavailable',
    remedy:
      'none needed once; if it repeats, read the logs of PostgreSQL and of the pooler or proxy in front',
  },
} as const satisfies Record<string, State>

/** A state of the table above. */
export type StateName = keyof typeof DATABASE_STATES
