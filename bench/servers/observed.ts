import path from 'node:path'
import { migrate } from '../../lib/db/migrate/migrate'
import { type App, BUILD, startApp } from '../../tests/support/app'
import { testDatabase } from '../../tests/support/database'
import { freePort } from '../../tests/support/free-port'

/** CPU time so far (ms, user and system), resident memory and used heap (MiB). */
export type Usage = { cpu: number; memory: number; heap: number }

/** A built app that reports its CPU time and memory. */
export type Observed = { app: App; port: number; usage(): Promise<Usage>; stop(): Promise<unknown> }

const PROBE = new URL('../probe.mjs', import.meta.url).href

/** The build to measure: ours, and beside it the one in the folder BENCH_BEFORE. */
export function builds(): { name: string; folder: string }[] {
  const before = process.env.BENCH_BEFORE
  const ours = { name: 'ours', folder: BUILD }
  return before ? [ours, { name: 'before', folder: path.resolve(before) }] : [ours]
}

/** An older build gets a database with the tables of its time; ours has one anyway. */
async function olderTables(folder: string) {
  if (folder === BUILD) return undefined
  const database = await testDatabase('empty')
  await migrate(database.url, undefined, path.join(folder, 'drizzle'))
  return database
}

/**
 * Starts the build in `folder` with its probe.
 * @param more further environment variables; NODE_OPTIONS are added to those of the probe
 * @throws Error when it is not built or does not become healthy
 */
export async function startObserved(folder: string, more: Record<string, string> = {}): Promise<Observed> {
  const port = await freePort()
  const options = `--import=${PROBE} ${more.NODE_OPTIONS ?? ''}`.trim()
  const program = { server: path.join(folder, 'dist/server.mjs'), cwd: folder }
  const older = await olderTables(folder)
  const tables: Record<string, string> = older === undefined ? {} : { DATABASE_URL: older.url }
  const app = await startApp(
    { RATE_LIMIT_SCALE: '100000', ...tables, ...more, NODE_OPTIONS: options, BENCH_PROBE: String(port) },
    program,
  )
  return {
    app,
    stop: () => app.stop().finally(older?.drop),
    port: Number(new URL(app.url).port),
    async usage() {
      const { cpu, memory, heap } = await (await fetch(`http://127.0.0.1:${port}`)).json()
      return { cpu: cpu / 1000, memory: memory / 2 ** 20, heap: heap / 2 ** 20 }
    },
  }
}
