import { PASSWORD } from './constants'
import type { WireRequest } from './load/http-client'
import { startHashGenerator, startLoadGenerator } from './load/worker'
import { type LimitServer, type MeasuredApp, startLimitServer, startMeasuredApp } from './servers'

/** All that a benchmark uses: the app, the limits, and what puts load on them. */
export type Stage = {
  ours: MeasuredApp
  limit: LimitServer
  load: ReturnType<typeof startLoadGenerator>
  /** A second generator, for load beside the measured one. */
  besides: ReturnType<typeof startLoadGenerator>
  hashes: ReturnType<typeof startHashGenerator>
}

/** Sets everything up, runs `benchmark`, and takes it all down again. */
export async function onStage(benchmark: (stage: Stage) => Promise<void>): Promise<void> {
  const ours = await startMeasuredApp()
  const [load, besides, hashes] = [startLoadGenerator(), startLoadGenerator(), startHashGenerator()]
  try {
    const limit = await startLimitServer(ours)
    await benchmark({ ours, limit, load, besides, hashes }).finally(limit.stop)
  } finally {
    for (const worker of [load, besides, hashes]) worker.stop()
    await ours.stop()
  }
}

export const signInRequest = (email: string, password = PASSWORD): WireRequest => ({
  method: 'POST',
  path: '/api/auth/login',
  body: JSON.stringify({ email, password }),
})
