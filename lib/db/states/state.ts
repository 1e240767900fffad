/** Where an error came up. `connect`: no connection was made, so no statement ran. */
export type Phase = 'connect' | 'statement'

/** The parts of `GET /api/health/ready` that the database decides. */
export type DatabaseParts = {
  /** `read_only`: the database answers, but takes no writes. `rights_missing`: the role lacks a right that sign-ups need. */
  database: 'ok' | 'unreachable' | 'read_only' | 'rights_missing'
  /** `unknown`: this role may not read the journal of migrations, or the database did not answer. */
  migrations: 'ok' | 'missing' | 'unknown'
}

/** A state of the database: its signs, and our answer to it. A sign that is left out fits no error. */
export type State = {
  /** When the state is met, for the document. */
  meaning: string
  phase: Phase
  codes?: RegExp
  /** Restricts `codes`. */
  routine?: RegExp
  /** For errors of `pg` without a code. */
  messages?: RegExp
  /** For errors of our own. */
  names?: RegExp
  /** Milliseconds until a client may try again. The answer is 503 with `Retry-After`. */
  retryAfter: number
  /** `itself`: the state passes, so waiting makes sense. */
  mends: 'itself' | 'operator'
  /**
   * Repeated by us before we answer. `anew`: the whole transaction, several times with pauses. `unnamed`: the statement,
   * at once, without its name.
   */
  again: 'no' | 'anew' | 'unnamed'
  /** Whether the connection is closed rather than used again. */
  dropsConnection: boolean
  ready: DatabaseParts
  /** The event of its log line, which names the state as `kind` and the remedy as `detail`. */
  event: 'database_unavailable' | 'database_contended' | 'database_not_migrated' | 'database_right_missing'
  /** The remedy, as doctor and the log give it. */
  remedy: string
}
