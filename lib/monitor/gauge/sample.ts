import type { CoreContext } from '../../kernel/context'
import { rateOf } from '../alarm/health'
import { readRunning } from '../beat/running'
import { cleanUpAge } from '../clean-up'
import { readDeliveries } from '../count/deliveries'
import { readLastDay } from '../count/mail'
import { readDead, readQueue } from '../count/outbox'
import type { Sampler } from '../figure-names'
import { sampleDatabase } from './database'
import { type Readings, recordGauges, type Sampled } from './gauges'
import { sampleSes } from './ses-statistics'
import { sampleUsers } from './users'

/** The instruments of the table of figures; the compiler asks each for all of its figures. */
const SAMPLERS: { [From in Sampler]: (ctx: CoreContext) => Promise<Sampled<From>> } = {
  database: sampleDatabase,
  users: sampleUsers,
  async queue(ctx) {
    const { queued, oldest } = await readQueue(ctx)
    const { dead, ended } = await readDead(ctx)
    return { queued, oldestQueued: oldest, deadRate: rateOf('deadRate', dead, ended).value }
  },
  async deliveries(ctx) {
    const { waiting, oldest, dead } = await readDeliveries(ctx)
    return { eventsWaiting: waiting, eventsOldest: oldest, eventsDead: dead }
  },
  async process(ctx) {
    return { instances: (await readRunning(ctx)).length, cleanUpAge: await cleanUpAge(ctx) }
  },
}

const sampleOfSes = (ctx: CoreContext): Promise<Readings> => sampleSes(ctx, () => readLastDay(ctx))

/** Reads every instrument once and stores the readings. One that fails leaves a gap of its own, and no other. */
export async function sample(ctx: CoreContext): Promise<void> {
  const at = ctx.now()
  for (const read of [...Object.values(SAMPLERS), sampleOfSes]) {
    try {
      await recordGauges(ctx, { at, readings: await read(ctx) })
    } catch (error) {
      ctx.log.warn('sample_failed', { error })
    }
  }
}
