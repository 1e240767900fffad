import { fileURLToPath } from 'node:url'
import { freePort } from '../../tests/support/free-port'
import type { WireRequest } from '../load/http-client'

/** A request, and the only status of its answer that counts. */
export type Exchange = { request: WireRequest; status: number }

/** A process that reports its CPU time and memory. */
export type Measured = {
  /** The column of the tables: `ours`, `before`, `limit` or a peer. */
  name: string
  port: number
  /** Address of its database. */
  database: string
  /** CPU time so far (ms) and resident memory (MiB). */
  probe(): Promise<{ cpu: number; memory: number }>
  /** Reads a session. */
  check: Exchange
  stop(): Promise<unknown>
}

/** A server with an account, whose owner can sign in, and where others sign up. */
export type Contender = Measured & { signIn: Exchange; signUp: Exchange }

/** The address of a file of this folder. */
export const here = (file: string): string => new URL(file, import.meta.url).href

export const programHere = (file: string): string => fileURLToPath(here(file))

/** The environment that makes a process report, and the question. */
export async function prober(): Promise<{ env: Record<string, string>; probe: Measured['probe'] }> {
  const port = await freePort()
  return {
    env: { NODE_OPTIONS: `--import=${here('../probe.mjs')}`, BENCH_PROBE: String(port) },
    async probe() {
      const { cpu, memory } = await (await fetch(`http://127.0.0.1:${port}`)).json()
      return { cpu: cpu / 1000, memory: memory / 2 ** 20 }
    },
  }
}

/** A POST of JSON. `{n}` in it becomes a number never used before. */
export const post = (path: string, json: unknown): WireRequest => ({
  method: 'POST',
  path,
  body: JSON.stringify(json),
})
