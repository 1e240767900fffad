import { randomUUID } from 'node:crypto'
import { recordMailEvent } from '../../lib/email/report/record'
import { deliverDue } from '../../lib/email/send/worker'
import { MINUTE } from '../../lib/kernel/clock'
import { tendCanary } from '../../lib/monitor/canary/tend'
import type { World } from './world'

/** The canaries of a world, and time that passes for it. */
export function canariesOf(world: World) {
  const canaries = async () =>
    (await world.pool.query(`select * from email_messages where kind = 'canary' order by id`)).rows

  const newestId = async () => Number((await canaries()).at(-1)?.id)

  /** The provider reports a canary delivered, as Amazon does through SNS. */
  const reportDelivered = (messageId: number) =>
    recordMailEvent(world.ctx, {
      type: 'delivery',
      messageId,
      occurredAt: world.ctx.now(),
      sourceId: randomUUID(),
    })

  /** Time passes in steps of `step`, and the process does its rounds. */
  async function pass(duration: number, { step = MINUTE, isHeard = false } = {}): Promise<void> {
    for (let passed = 0; passed < duration; passed += step) {
      world.ctx.now.advance(step)
      await tendCanary(world.ctx)
      await deliverDue(world.ctx)
      if (isHeard) await reportDelivered(await newestId())
    }
  }

  /** A canary has just been sent and reported: from here on the provider is silent. */
  async function aSilentProvider(): Promise<void> {
    await tendCanary(world.ctx)
    await deliverDue(world.ctx)
    await reportDelivered(await newestId())
  }

  return { canaries, newestId, reportDelivered, pass, aSilentProvider }
}
