/** Where an error came up. `connect`: no connection was made, so no statement ran. */
export type Phase = 'connect' | 'statement'

/** The parts of `GET /api/health/ready` that the database decides. */
export type DatabaseParts = {
  /** `read_only`: it answers, and takes no writes. `rights_missing`: it refuses a right that sign-ups need. */
  database: 'ok' | 'unreachable' | 'read_only' | 'rights_missing'
  /** `unknown`: there is nothing to compare, or the database did not say. */
  migrations: 'ok' | 'missing' | 'unknown'
}

/** A state of the database: its signs, and our answer to it. A sign that is left out fits nothing. */
export type State = {
  /** When it is met, for the document. */
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
  /** `itself`: it passes, so waiting makes sense. */
  mends: 'itself' | 'operator'
  /**
   * Our own repetition, before anybody is told. `anew`: the whole transaction, some times with pauses. `unnamed`: the
   * same, at once, without the statement's name.
   */
  again: 'no' | 'anew' | 'unnamed'
  /** Whether its connection is closed rather than used again. */
  dropsConnection: boolean
  ready: DatabaseParts
  /** The event of its log line, which names the state as `kind` and the remedy as `detail`. */
  event: 'database_unavailable' | 'database_contended' | 'database_not_migrated' | 'database_right_missing'
  /** The remedy, as doctor and the log give it. */
  remedy: string
}
