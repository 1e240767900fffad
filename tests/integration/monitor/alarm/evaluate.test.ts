import { describe, expect, it } from 'vitest'
import { LEASE } from '../../../../lib/email/outbox/claim'
import { SendError } from '../../../../lib/email/transport/send-error'
import { HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import type { MailContext } from '../../../../lib/kernel/context'
import { evaluateAlarms } from '../../../../lib/monitor/alarm/evaluate'
import { readAlarms } from '../../../../lib/monitor/alarm/read'
import { cleanUpAndNote } from '../../../../lib/monitor/clean-up'
import { createMonitor } from '../../../../lib/monitor/monitor'
import { lockWaits } from '../../../support/lock-waits'
import { serversOf } from '../../../support/servers'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest({ env: { ALARM_EMAIL: 'ops@huntaze.com' } })
const { aServer, pass } = serversOf(world)

const evaluate = () => evaluateAlarms(world.ctx)

const alarm = async (name: string) => (await readAlarms(world.ctx)).find((one) => one.name === name)

const inState = async (wanted: string) =>
  (await readAlarms(world.ctx)).filter(({ state }) => state === wanted).map(({ name }) => name)

const subjects = () => world.ctx.mail.sent.map(({ subject }) => subject.split(' / ')[1])

/** The clean-up alarm is due. */
async function neglect(): Promise<void> {
  await cleanUpAndNote(world.ctx)
  world.ctx.now.advance(2 * HOUR)
}

/** The same process with a provider that answers when it is told to. */
function withSlowMail() {
  const sent: string[] = []
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const send: MailContext['mail']['send'] = async ({ subject }) => {
    sent.push(subject)
    await answered
    return { providerMessageId: 'slow' }
  }
  return { ctx: { ...world.ctx, mail: { name: 'ses' as const, send } }, sent, answer }
}

const STOPPED = AbortSignal.abort()

describe('a provider that does not answer', () => {
  it('keeps no process from beating, nor from saying that it stops', async () => {
    await neglect()
    const { ctx, sent } = withSlowMail()
    const monitor = createMonitor(ctx, { counter: world.counter, longLived: true, version: 'test' })
    const stopping = new AbortController()
    const running = monitor.run(stopping.signal, 5)
    await expect.poll(() => sent).toHaveLength(1)
    world.ctx.now.advance(20 * SECOND)
    const instance = async () =>
      (await world.pool.query('select last_beat_at, stopped_at, requests::int from instances')).rows[0]
    await expect.poll(async () => (await instance()).last_beat_at).toEqual(world.ctx.now())
    world.counter.count(200, 1)
    stopping.abort()
    await running
    expect(await instance()).toMatchObject({ stopped_at: world.ctx.now(), requests: 1 })
  })

  it('is waited for by one process alone, and nothing that others see meanwhile is lost', async () => {
    await neglect()
    const [here, gone] = [aServer(), aServer()]
    await gone()
    const slow = withSlowMail()
    const telling = evaluateAlarms(slow.ctx)
    await expect.poll(() => slow.sent).toHaveLength(1)
    await pass(80, here)
    await evaluate()
    expect(await inState('alarm')).toEqual(['clean_up', 'instance_lost'])
    slow.answer()
    await telling
    expect(await inState('alarm')).toEqual(['clean_up', 'instance_lost'])
    await pass(60, here, gone)
    for (let minute = 0; minute < 10; minute += 1) {
      world.ctx.now.advance(MINUTE)
      await evaluate()
    }
    expect(slow.sent).toHaveLength(1)
    expect(subjects()).toEqual(['Alarm: server lost', 'Alarm over: server lost'])
  })

  it('is told of as soon as it answers, however late that is', async () => {
    await neglect()
    const slow = withSlowMail()
    await evaluateAlarms(slow.ctx, STOPPED)
    slow.answer()
    const row = async () =>
      (await world.pool.query(`select told from alarms where name = 'clean_up'`)).rows[0]
    await expect.poll(() => row()).toEqual({ told: true })
    world.ctx.now.advance(LEASE + MINUTE)
    await evaluate()
    expect(subjects()).toEqual([])
  })

  it('when its process dies, is told again by another one, after the claim', async () => {
    await neglect()
    await evaluateAlarms(withSlowMail().ctx, STOPPED)
    world.ctx.now.advance(LEASE - 1)
    await evaluate()
    expect(subjects()).toEqual([])
    world.ctx.now.advance(1)
    await evaluate()
    expect(subjects()).toEqual(['Alarm: last clean-up'])
  })

  it('and answers after its claim was taken over, settles nothing of the other’s', async () => {
    await neglect()
    const [first, second] = [withSlowMail(), withSlowMail()]
    const late = evaluateAlarms(first.ctx)
    await expect.poll(() => first.sent).toHaveLength(1)
    world.ctx.now.advance(LEASE)
    const telling = evaluateAlarms(second.ctx)
    await expect.poll(() => second.sent).toHaveLength(1)
    const row = async () =>
      (await world.pool.query(`select told, telling_until from alarms where name = 'clean_up'`)).rows[0]
    const claimed = await row()
    first.answer()
    await late
    expect(await row()).toEqual(claimed)
    second.answer()
    await telling
    expect(await row()).toEqual({ told: true, telling_until: null })
  })
})

describe('many processes at once', () => {
  it('tell each alarm once', async () => {
    await evaluate()
    await neglect()
    await Promise.all(Array.from({ length: 8 }, evaluate))
    expect(subjects()).toEqual(['Alarm: last clean-up'])
  })

  it('look at what another one decided meanwhile', async () => {
    await evaluate()
    await neglect()
    const other = await world.pool.connect()
    await other.query(`begin; select from alarms where name = 'bounce_rate' for update`)
    const late = evaluate()
    await expect.poll(() => lockWaits(world.pool)).toBe(1)
    await other.query(
      `update alarms set raised = true, told = true, notified_at = $1, since = $1 where name = 'clean_up'`,
      [world.ctx.now()],
    )
    await other.query('commit')
    other.release()
    await late
    expect(subjects()).toEqual([])
  })

  it('keep the last measurement, in any order of storing', async () => {
    await neglect()
    const early = new Date(world.ctx.now().getTime() - MINUTE)
    await evaluate()
    const before = await alarm('clean_up')
    await evaluateAlarms({ ...world.ctx, now: () => early })
    expect(await alarm('clean_up')).toEqual(before)
    expect(before).toMatchObject({ state: 'alarm', value: 7200 })
  })
})

it('an end is told only of a told alarm, the second time as well', async () => {
  await cleanUpAndNote(world.ctx)
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      world.ctx.now.advance(MINUTE)
      await evaluate()
    }
  }
  world.ctx.now.advance(2 * HOUR)
  await evaluate()
  await cleanUpAndNote(world.ctx)
  await minutes(10)
  expect(subjects()).toEqual(['Alarm: last clean-up', 'Alarm over: last clean-up'])
  world.ctx.now.advance(2 * HOUR)
  // Until it is over: it is evaluated once, and at each minute of the calm that it waits for.
  world.ctx.mail.fail(...Array.from({ length: 6 }, () => new SendError('Down', false)))
  await evaluate()
  await cleanUpAndNote(world.ctx)
  await minutes(10)
  expect(subjects()).toHaveLength(2)
})
