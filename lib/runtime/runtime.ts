import type { Pool } from 'pg'
import { sharedKey } from '../kernel/brand'
import type { Context } from '../kernel/context'

/** The parts of a server process that exist once. */
export type Runtime = {
  ctx: Context
  pool: Pool
  /** True when our own server stands in front of Next.js in this process and passes on each client's address. */
  hasOwnFront: boolean
  /** Monitors the process: one round, for hosts that freeze between requests. */
  monitor: { round(): Promise<void> }
  /** When the worker last looked for work. Null: it has not begun. */
  workerTurnAt(): Date | null
  /** Starts sending mail and events, cleaning up and monitoring. Further calls do nothing. */
  startWorker(): void
  /** Waits for the messages and events in flight, then closes the database. */
  stop(): Promise<void>
}

/** Next.js loads a module up to four times in one process; only `globalThis` is shared by the copies. */
const shared = globalThis as { [key: symbol]: Runtime | undefined }
const KEY = sharedKey('runtime')

/** Whether this process has its runtime. */
export const hasRuntime = (): boolean => shared[KEY] !== undefined

/** The process's runtime. @throws Error before `lib/runtime/start.ts` made one */
export function runtime(): Runtime {
  const present = shared[KEY]
  if (!present) throw new Error('this process has no runtime')
  return present
}

/** Replaces or removes the process's runtime: for our own server, and for tests that bring their own context. */
export function setRuntime(replacement: Runtime | undefined): void {
  shared[KEY] = replacement
}
