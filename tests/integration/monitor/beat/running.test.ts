import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { evaluateAlarms } from '../../../../lib/monitor/alarm/evaluate'
import { readAlarms } from '../../../../lib/monitor/alarm/read'
import { serversOf } from '../../../support/servers'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest({ env: { ALARM_EMAIL: 'ops@huntaze.com' } })
const { aServer, pass } = serversOf(world)

const evaluate = () => evaluateAlarms(world.ctx)

const alarm = async (name: string) => (await readAlarms(world.ctx)).find((one) => one.name === name)

describe('a silent server', () => {
  const lost = async () => {
    await evaluate()
    return (await alarm('instance_lost'))?.value
  }

  it('is lost when another one beat for a minute without it', async () => {
    const [here, gone] = [aServer(), aServer()]
    await pass(30, here, gone)
    await pass(50, here)
    expect(await lost()).toBe(0)
    await pass(10, here)
    expect(await lost()).toBe(1)
    await pass(10, here, gone)
    expect(await lost()).toBe(0)
  })

  it('is not lost while the database was away for both, however long', async () => {
    const [first, second] = [aServer(), aServer()]
    for (const away of [90, 600]) {
      await pass(30, first, second)
      world.ctx.now.advance(away * SECOND)
      await first()
      expect(await lost()).toBe(0)
      await pass(50, first)
      expect(await lost()).toBe(0)
    }
    await pass(10, first)
    expect(await lost()).toBe(1)
  })

  it('is lost for the one that takes its place', async () => {
    const gone = aServer()
    await pass(30, gone)
    world.ctx.now.advance(2 * SECOND)
    const next = aServer()
    await next()
    await pass(50, next)
    expect(await lost()).toBe(0)
    await pass(10, next)
    expect(await lost()).toBe(1)
  })

  it('is not lost where nobody else is there to tell', async () => {
    const alone = aServer()
    await pass(30, alone)
    world.ctx.now.advance(5 * MINUTE)
    expect(await lost()).toBe(0)
  })
})
