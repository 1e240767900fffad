import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE, SECOND } from '../../kernel/clock'
import type { Connection } from '../connection'
import { MigrationError } from './migration-error'

/** Advisory lock, the same on all machines and in all releases: its holder migrates, the others wait. */
const MIGRATION_LOCK = 727_274

/** Milliseconds between two attempts to take the lock, and between two lines about it. */
const POLL = 100
const SAY_EVERY = MINUTE
const SAY_AFTER = 1 * SECOND

/** Milliseconds after which a waiting migration gives up, unless told otherwise. */
export const PATIENCE = 10 * MINUTE

export type Waiting = { log: (line: string) => void; patience: number }

/** The lock is taken in a transaction and ends with it: behind a pooler the lock of a session could stay with another client. */
const BEGIN = `begin isolation level read committed; set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`

type Holder = { pid: number; program: string | null; since: Date | null }

/** The session that holds the lock in this database. A role without `pg_read_all_stats` does not see since when. */
async function findHolder(client: Connection): Promise<Holder | undefined> {
  const { rows } = await client.query<Holder>(
    `select l.pid, a.application_name as program, coalesce(a.xact_start, a.backend_start) as since
     from pg_locks l left join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = $1 and l.objsubid = 1
       and l.database = (select oid from pg_database where datname = current_database())`,
    [MIGRATION_LOCK],
  )
  return rows[0]
}

function describe(holder: Holder | undefined): string {
  if (!holder) return 'another migration'
  const { pid, program, since } = holder
  const details = [program || 'no name', since && `since ${since.toISOString()}`].filter(Boolean)
  return `another migration: process ${pid} of the database server (${details.join(', ')})`
}

/** Another process held the lock for too long. */
class MigrationBusy extends MigrationError {
  /** EX_TEMPFAIL of sysexits.h: the same command may succeed later. */
  readonly exitCode = 75
}

function giveUp(holder: Holder | undefined, patience: number): MigrationBusy {
  const end = holder ? ` If it is none of yours: select pg_terminate_backend(${holder.pid})` : ''
  return new MigrationBusy(
    `Waited ${Math.round(patience / SECOND)} s for ${describe(holder)}, and gave up. Nothing was changed by this one.${end}`,
  )
}

async function isMine(client: Connection): Promise<boolean> {
  // A simple query, without parameters: the portal of an extended query would keep its snapshot until the next statement,
  // and CREATE INDEX CONCURRENTLY waits for snapshots.
  const { rows } = await client.query(`select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as mine`)
  return rows[0].mine
}

/**
 * Runs `work` in a transaction that holds the lock.
 * @throws MigrationBusy
 */
export async function locked<T>(client: Connection, waiting: Waiting, work: () => Promise<T>): Promise<T> {
  await beginLocked(client, waiting)
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/**
 * Begins a transaction that holds the lock. Polls, with no transaction open between two attempts, because a statement
 * that waits for the lock would block CREATE INDEX CONCURRENTLY.
 * @throws MigrationBusy
 */
async function beginLocked(client: Connection, { log, patience }: Waiting): Promise<void> {
  const start = performance.now()
  for (let sayAt = start + SAY_AFTER; ; ) {
    await client.query(BEGIN)
    if (await isMine(client)) return
    await client.query('rollback')
    const now = performance.now()
    const isOver = now - start > patience
    if (isOver || now > sayAt) {
      const holder = await findHolder(client)
      if (isOver) throw giveUp(holder, patience)
      log(`waiting for ${describe(holder)}`)
      sayAt = now + SAY_EVERY
    }
    await sleep(POLL)
  }
}
