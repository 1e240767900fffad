/** Connections a process may hold. Keep processes × this below the server's `max_connections`. */
export const POOL_SIZE = 10

/** A deployment starts the new process before the old one ends. */
export const PROCESSES_AT_ONCE = 2

/** For a script, an operator's command, or a migration. */
const KEPT_FREE = 1

/**
 * Connections a process may hold where its role or database may have no more than `limit` (null: no limit): as many as leave
 * room for the other process of a deployment and for a script.
 */
export const poolSizeWithin = (limit: number | null, size = POOL_SIZE): number =>
  limit === null ? size : Math.max(1, Math.min(size, Math.floor((limit - KEPT_FREE) / PROCESSES_AT_ONCE)))
