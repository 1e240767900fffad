import { Client, type ClientConfig, type QueryConfig, type QueryResult, type QueryResultRow, types } from 'pg'
import { SECOND } from '../kernel/clock'
import { readInstant } from './instant'
import { StatementNames } from './statement-names'
import { databaseCause } from './states/recognize'

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
  readonly #names: StatementNames

  constructor(config: ClientConfig & { names?: StatementNames }) {
    super(config)
    this.#names = config.names ?? new StatementNames('off')
    this.setTypeParser(types.builtins.TIMESTAMPTZ, readInstant)
  }

  /** Called by the driver. */
  getStartupConf(): object {
    return { ...startOf(this), ...START }
  }

  /** As the driver's (the pool gives a callback), but without a statement's name where names are of no use. */
  // biome-ignore-start lint/suspicious/noExplicitAny: the driver's signatures
  override query<Row extends QueryResultRow = any>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>>
  override query(config: any, values?: any, callback?: any): any
  override query(config: any, values?: any, callback?: any): any {
    // biome-ignore-end lint/suspicious/noExplicitAny: the driver's signatures
    const send = super.query.bind(this) as (...args: unknown[]) => Promise<unknown>
    if (!config?.name) return send(config, values, callback)
    if (!this.#names.mayUse(this)) return send({ ...config, name: undefined }, values, callback)
    const note = (error: unknown) => this.#names.note(databaseCause(error).code)
    if (callback)
      return send(config, values, (error: unknown, result: unknown) => {
        note(error)
        callback(error, result)
      })
    return send(config, values).catch((error) => {
      note(error)
      throw error
    })
  }
}

/** Whether a pooler stands between this process and the server. */
export const isPooled = (client: Client): boolean => client instanceof Connection && client.isPooled

/**
 * Asks whether the server itself is at the other end: a pooler hands out process ids of its own. If so, limits statements
 * and idle transactions of the session to `timeout` (ms; 0: none), in the same round trip. A pooler's session would take the limits to
 * somebody else: there a transaction brings its own (`levelOn`), and the role's hold for the rest.
 */
export async function limitSession(client: Connection, timeout: number): Promise<void> {
  const isOurs = `pg_backend_pid() = ${Number((client as unknown as { processID: number | null }).processID)}`
  const limits = LIMITS.map(
    (name) => `case when ${isOurs} then set_config('${name}', '${timeout}', false) end`,
  )
  const { rows } = await client.query({
    text: `select ${isOurs} as direct, ${limits.join(', ')}`,
    query_timeout: CONNECT_TIMEOUT,
  } as QueryConfig)
  client.isPooled = rows[0]?.direct !== true
}

/** What a transaction sends in the same round trip as its `begin`, so that it has the limits of a session. */
export const limitsOfTransaction = (timeout: number): string =>
  LIMITS.map((name) => `; set local ${name} = ${timeout}`).join('')
