import { PASSWORD } from './constants'
import type { WireRequest } from './load/http-client'
import { startHashGenerator, startLoadGenerator } from './load/worker'
import { type LimitServer, type MeasuredApp, startLimitServer, startMeasuredApp } from './servers'

/** The app, the limit servers and the load generators of a benchmark. */
export type Stage = {
  ours: MeasuredApp
  limit: LimitServer
  load: ReturnType<typeof startLoadGenerator>
  /** A second generator, for load beside the measured one. */
  background: ReturnType<typeof startLoadGenerator>
  hashes: ReturnType<typeof startHashGenerator>
}

/** Runs `benchmark` between set-up and tear-down. */
export async function onStage(benchmark: (stage: Stage) => Promise<void>): Promise<void> {
  const ours = await startMeasuredApp()
  const [load, background, hashes] = [startLoadGenerator(), startLoadGenerator(), startHashGenerator()]
  try {
    const limit = await startLimitServer(ours)
    await benchmark({ ours, limit, load, background, hashes }).finally(limit.stop)
  } finally {
    for (const worker of [load, background, hashes]) worker.stop()
    await ours.stop()
  }
}

export const signInRequest = (email: string, password = PASSWORD): WireRequest => ({
  method: 'POST',
  path: '/api/auth/login',
  body: JSON.stringify({ email, password }),
})
