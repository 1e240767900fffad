import { Client, type ClientConfig, type QueryConfig, types } from 'pg'
import { SECOND } from '../kernel/clock'
import { readInstant } from './instant'

/** The server cancels a statement after this many ms: nobody waits that long for an answer. */
export const STATEMENT_TIMEOUT = 10 * SECOND

/** A connection is made within this many ms, or the database counts as unavailable. */
export const CONNECT_TIMEOUT = 5 * SECOND

/**
 * Start-up parameters of a connection. Poolers refuse all but those that they keep for each client, which are the ones
 * that JDBC sends: `client_encoding` (the driver adds it), `DateStyle` and `application_name`.
 */
const START = { DateStyle: 'ISO, MDY' }

const LIMITS = ['statement_timeout', 'idle_in_transaction_session_timeout']

const startOf = (client: Client): object =>
  (Client.prototype as unknown as { getStartupConf(): object }).getStartupConf.call(client)

/** The one kind of connection to the database: no setting of a server, a role or a pooler changes what is read. */
export class Connection extends Client {
  /** True behind a pooler, where the settings and locks of a session may pass to another client. */
  isPooled = false

  /** The smaller of the connection limits of role and database; null: no limit. */
  limit: number | null = null

  constructor(config: ClientConfig) {
    super(config)
    this.setTypeParser(types.builtins.TIMESTAMPTZ, readInstant)
  }

  /** Called by the driver. */
  getStartupConf(): object {
    return { ...startOf(this), ...START }
  }
}

/** PostgreSQL writes "no limit" as -1, and exempts superusers from the role's and the database's limit. */
const WHO = `select pg_backend_pid() as pid, (
    select least(nullif(rolconnlimit, -1), nullif(datconnlimit, -1)) from pg_roles, pg_database
    where rolname = session_user and not rolsuper and datname = current_database()
  ) as "limit"`

/** True when a pooler stands between this process and the server. */
export const isPooled = (client: Client): boolean => client instanceof Connection && client.isPooled

/**
 * Notes whether a pooler stands between, because a pooler hands out process ids of its own. On a connection to the server
 * itself, limits statements and idle transactions of the session to `timeout` (ms; 0: none). A pooler would pass these limits
 * to another client, or pin its connection to us: there each transaction sets its own (`limitsOfTransaction`), and the
 * role's limits hold for single statements.
 */
export async function limitSession(client: Connection, timeout: number): Promise<void> {
  const ask = (text: string) => client.query({ text, query_timeout: CONNECT_TIMEOUT } as QueryConfig)
  const { rows } = await ask(WHO)
  client.limit = rows[0]?.limit ?? null
  client.isPooled = rows[0]?.pid !== (client as unknown as { processID: number | null }).processID
  if (!client.isPooled) await ask(LIMITS.map((name) => `set ${name} = ${timeout}`).join('; '))
}

/** Statements after a transaction's `begin`, sent in the same round trip: they give the transaction the limits of a session. */
export const limitsOfTransaction = (timeout: number): string =>
  LIMITS.map((name) => `; set local ${name} = ${timeout}`).join('')
