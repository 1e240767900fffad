/** Connections a process may hold. Keep processes × this below the server's `max_connections`. */
export const POOL_SIZE = 10

/** A deployment starts the new process before the old one ends. */
export const PROCESSES_AT_ONCE = 2

/** For a script, an operator's command, or a migration. */
const KEPT_FREE = 1

/**
 * Connections a process may hold if its role or database allows `limit` in all (null: no limit). Leaves room for the second
 * process of a deployment, and for a script.
 */
export const poolSizeWithin = (limit: number | null, size = POOL_SIZE): number =>
  limit === null ? size : Math.max(1, Math.min(size, Math.floor((limit - KEPT_FREE) / PROCESSES_AT_ONCE)))
