import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { evaluateAlarms } from '../../../../lib/monitor/alarm/evaluate'
import { readAlarms } from '../../../../lib/monitor/alarm/read'
import { cleanUpAndNote } from '../../../../lib/monitor/clean-up'
import { recordGauges } from '../../../../lib/monitor/gauge/gauges'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { serversOf } from '../../../support/servers'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest({ env: { ALARM_EMAIL: 'ops@huntaze.com' } })
const { aServer } = serversOf(world)

const evaluate = () => evaluateAlarms(world.ctx)

const alarm = async (name: string) => (await readAlarms(world.ctx)).find((one) => one.name === name)

const inState = async (wanted: string) =>
  (await readAlarms(world.ctx)).filter(({ state }) => state === wanted).map(({ name }) => name)

/** The clean-up alarm is due. */
async function neglect(): Promise<void> {
  await cleanUpAndNote(world.ctx)
  world.ctx.now.advance(2 * HOUR)
}

describe('an alarm is unknown', () => {
  it('before anything was measured, and where nothing could be', async () => {
    expect(await inState('fine')).toEqual([])
    await evaluate()
    expect(await inState('unknown')).toEqual(['connections', 'clean_up'])
    expect(await alarm('connections')).toMatchObject({ value: null, threshold: 80 })
    await recordGauges(world.ctx, {
      at: world.ctx.now(),
      readings: { connections: 10, connectionsLimit: 100 },
    })
    await evaluate()
    expect(await alarm('connections')).toMatchObject({ state: 'fine', value: 10 })
  })

  it('when nobody measures any more, but for one that was raised', async () => {
    await neglect()
    await evaluate()
    world.ctx.now.advance(DAY)
    expect(await inState('fine')).toEqual([])
    expect(await inState('alarm')).toEqual(['clean_up'])
    expect(await alarm('clean_up')).toMatchObject({ value: null, since: expect.any(String) })
  })
})

it('a clean-up that never ran is an alarm after two hours', async () => {
  const here = aServer()
  await here()
  world.ctx.now.advance(2 * HOUR - MINUTE)
  await evaluate()
  expect(await alarm('clean_up')).toMatchObject({ state: 'fine', value: 7140 })
  world.ctx.now.advance(MINUTE)
  await evaluate()
  expect(await alarm('clean_up')).toMatchObject({ state: 'alarm', value: 7200 })
  expect((await readReport(world.ctx, '1h')).application.figures.cleanUpAge).toMatchObject({
    value: 7200,
    state: 'alarm',
  })
})

it('a rare canary has a threshold of its own, and a value that is below it until it alarms', async () => {
  const { email } = world.ctx.env
  world.ctx.env = { ...world.ctx.env, email: { ...email, canaryInterval: 30 * MINUTE } }
  const send = () =>
    world.pool.query(
      `insert into email_messages (kind, status, provider_message_id, due_at, created_at, settled_at)
       values ('canary', 'sent', 'canary', $1, $1, $1) returning id`,
      [world.ctx.now()],
    )
  const heard = Number((await send()).rows[0].id)
  await world.pool.query(
    `insert into email_events (message_id, type, source_id, occurred_at, received_at) values ($1, 'delivery', 'one', $2, $2)`,
    [heard, world.ctx.now()],
  )
  const read = async () => {
    await evaluate()
    const { state, value, threshold } = (await alarm('canary_silent')) ?? {}
    return [state, value, threshold]
  }
  expect(await read()).toEqual(['fine', null, 5400])
  for (const [minutes, state] of [
    [30, 'fine'],
    [60, 'fine'],
    [90, 'fine'],
    [120, 'alarm'],
  ] as const) {
    world.ctx.now.advance(30 * MINUTE - SECOND)
    if (minutes > 30) expect(await read()).toEqual(['fine', (minutes - 30) * 60 - 1, 5400])
    world.ctx.now.advance(SECOND)
    if (minutes < 120) await send()
    expect(await read()).toEqual([state, (minutes - 30) * 60, 5400])
  }
})
