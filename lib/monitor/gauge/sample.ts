import type { CoreContext } from '../../kernel/context'
import { readRunning } from '../beat/heartbeat'
import { cleanUpAge } from '../clean-up'
import { sampleDatabase } from '../panel/database'
import { readLastDay, readQueue } from '../panel/email'
import { sampleUsers } from '../panel/users'
import { type Readings, recordGauges } from './gauges'
import { sampleSes } from './ses-statistics'

/** Reads every instrument once and stores the readings. One that fails leaves a gap of its own, and no other. */
export async function sample(ctx: CoreContext): Promise<void> {
  const at = ctx.now()
  const instruments: (() => Promise<Readings>)[] = [
    () => sampleDatabase(ctx),
    () => sampleUsers(ctx),
    () => sampleSes(ctx, () => readLastDay(ctx)),
    async () => {
      const { queued, oldest } = await readQueue(ctx)
      return { queued, oldestQueued: oldest }
    },
    async () => ({ instances: (await readRunning(ctx)).length, cleanUpAge: await cleanUpAge(ctx) }),
  ]
  for (const read of instruments) {
    try {
      await recordGauges(ctx, { at, readings: await read() })
    } catch (error) {
      ctx.log.warn('sample_failed', { error })
    }
  }
}
