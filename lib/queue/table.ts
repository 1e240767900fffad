import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'

/**
 * A table whose rows are work: letters to send, events to deliver. A row waits as `queued` until `due_at`; a worker claims it under
 * a lease (`sending`, `due_at` is the lease's end), does the work, and settles it (`settled_at`), or puts it back.
 */
export type QueueTable = PgTable & {
  id: PgColumn
  status: PgColumn
  /** Claims so far; also the fencing token: a worker settles only the claim it holds. */
  attempts: PgColumn
  dueAt: PgColumn
  lastError: PgColumn
  settledAt: PgColumn
}

/** A row that a worker holds under a lease until `leaseEnds`. `attempts` is the fencing token of this claim. */
export type Held = {
  id: number
  attempts: number
  /** By the clock of this process, which compares it with its own time alone. */
  leaseEnds: Date
}
