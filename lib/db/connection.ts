import { Client, type ClientConfig, type QueryConfig, types } from 'pg'
import { SECOND } from '../kernel/clock'
import { readInstant } from './instant'

/** The server cancels a statement after this many ms: nobody waits that long for an answer. */
export const STATEMENT_TIMEOUT = 10 * SECOND

/** A connection is made within this many ms, or the database counts as unavailable. */
export const CONNECT_TIMEOUT = 5 * SECOND

/**
 * Parameters at the start of a connection. Poolers refuse all but those that they keep for each client, which are the
 * ones that JDBC sends: `client_encoding` (sent by the driver), this and `application_name`.
 */
const START = { DateStyle: 'ISO, MDY' }

const LIMITS = ['statement_timeout', 'idle_in_transaction_session_timeout']

const startOf = (client: Client): object =>
  (Client.prototype as unknown as { getStartupConf(): object }).getStartupConf.call(client)

/** The one kind of connection to the database: no setting of a server, a role or a pooler changes what is read. */
export class Connection extends Client {
  /** True when a pooler stands between: settings and locks of a session are not ours there. */
  isPooled = false

  /** Connections that the role or the database may have, the smaller number; null: no limit. */
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

/** PostgreSQL writes "no limit" as -1, and holds superusers to none. */
const WHO = `select pg_backend_pid() as pid, (
    select least(nullif(rolconnlimit, -1), nullif(datconnlimit, -1)) from pg_roles, pg_database
    where rolname = session_user and not rolsuper and datname = current_database()
  ) as "limit"`

/** True when a pooler stands between this process and the server. */
export const isPooled = (client: Client): boolean => client instanceof Connection && client.isPooled

/**
 * Asks whether the server itself is at the other end: a pooler hands out process ids of its own. If so, limits statements
 * and idle transactions of the session to `timeout` (ms; 0: none). A pooler would take the limits to somebody else, or keep its
 * connection for us: there a transaction brings its own (`levelOn`), and the role's hold for the rest.
 */
export async function limitSession(client: Connection, timeout: number): Promise<void> {
  const ask = (text: string) => client.query({ text, query_timeout: CONNECT_TIMEOUT } as QueryConfig)
  const { rows } = await ask(WHO)
  client.limit = rows[0]?.limit ?? null
  client.isPooled = rows[0]?.pid !== (client as unknown as { processID: number | null }).processID
  if (!client.isPooled) await ask(LIMITS.map((name) => `set ${name} = ${timeout}`).join('; '))
}

/** Text after a transaction's `begin`, sent in the same round trip, so that it has the limits of a session. */
export const limitsOfTransaction = (timeout: number): string =>
  LIMITS.map((name) => `; set local ${name} = ${timeout}`).join('')
