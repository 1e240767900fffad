import type { Context } from '../context'
import { cleanUpAge } from './clean-up'
import { sampleDatabase } from './database'
import { readLastDay, readQueue } from './email'
import { type Readings, recordGauges } from './gauges'
import { readRunning } from './heartbeat'
import { sampleSes } from './ses-statistics'
import { sampleUsers } from './users'

export type SampleContext = Pick<Context, 'db' | 'env' | 'now' | 'log'>

/** Reads every instrument once and stores the readings. One that fails leaves a gap of its own, and no other. */
export async function sample(ctx: SampleContext): Promise<void> {
  const at = ctx.now()
  const instruments: (() => Promise<Readings>)[] = [
    () => sampleDatabase(ctx),
    () => sampleUsers(ctx),
    () => sampleSes(ctx, () => readLastDay(ctx.db, ctx.now())),
    async () => {
      const { queued, oldest } = await readQueue(ctx)
      return { queued, oldestQueued: oldest }
    },
    async () => ({ instances: (await readRunning(ctx)).length, cleanUpAge: await cleanUpAge(ctx) }),
  ]
  for (const read of instruments) {
    try {
      await recordGauges(ctx.db, at, await read())
    } catch (error) {
      ctx.log.warn('sample_failed', { error })
    }
  }
}
