import type { Pool } from 'pg'
import type { Context } from '../kernel/context'

/** What one server process has one of. */
export type Runtime = {
  ctx: Context
  pool: Pool
  /** Whether our own server stands in front of Next.js in this process and tells each client's address. */
  hasOwnFront: boolean
  /** Watches it: one round, for hosts that freeze between requests. */
  monitor: { round(): Promise<void> }
  /** When the worker last looked for something to do. Null: it has not begun. */
  workerTurnAt(): Date | null
  /** Starts what sends mail, cleans up and watches; once a process, further calls do nothing. */
  startWorker(): void
  /** Lets the worker finish what is in flight and closes the database. */
  stop(): Promise<void>
}

/** Next.js loads a module up to four times in one process; only `globalThis` is shared by the copies. */
const shared = globalThis as { [key: symbol]: Runtime | undefined }
const KEY = Symbol.for('huntaze.runtime')

/** Whether this process has its runtime. */
export const hasRuntime = (): boolean => shared[KEY] !== undefined

/** The process's runtime. @throws Error before `lib/runtime/start.ts` made one */
export function runtime(): Runtime {
  const present = shared[KEY]
  if (!present) throw new Error('this process has no runtime')
  return present
}

/** Puts another runtime in its place, or none: for our own server, and for tests that bring their own context. */
export function setRuntime(replacement: Runtime | undefined): void {
  shared[KEY] = replacement
}
