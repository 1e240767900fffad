import type { Pool } from 'pg'

/**
 * How many clients of this database wait for a lock. `pg_locks` would tell of those of every database on the server, and
 * of PostgreSQL's own processes.
 */
export async function lockWaits(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and wait_event_type = 'Lock'`,
  )
  return rows[0]?.waiting ?? 0
}
