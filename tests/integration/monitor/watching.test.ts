import { setTimeout as sleep } from 'node:timers/promises'
import { escapeIdentifier } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LEASE } from '../../../lib/email/outbox/claim'
import { SendError } from '../../../lib/email/transport/send-error'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import type { MailContext } from '../../../lib/kernel/context'
import { evaluateAlarms } from '../../../lib/monitor/alarm/evaluate'
import { readAlarms } from '../../../lib/monitor/alarm/read'
import { BEAT, beat, newInstance } from '../../../lib/monitor/beat/instance'
import { cleanUpAndNote } from '../../../lib/monitor/clean-up'
import { recordGauges } from '../../../lib/monitor/gauge/gauges'
import { createMonitor } from '../../../lib/monitor/monitor'
import { readReport } from '../../../lib/monitor/panel/read-report'
import { onServer } from '../../support/database'
import { lockWaits } from '../../support/lock-waits'
import { worldPerTest } from '../../support/world-lifetime'

const world = worldPerTest({ env: { ALARM_EMAIL: 'ops@huntaze.com' } })

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

/** A server that beats when it is told to. */
function aServer() {
  const instance = newInstance(world.ctx, { longLived: true, version: 'test' })
  return () => beat(world.ctx, { instance, counted: world.counter.sinceStart })
}

/** Those beat together, as often as servers do. */
async function pass(seconds: number, ...beats: (() => Promise<void>)[]): Promise<void> {
  for (let passed = 0; passed < seconds * SECOND; passed += BEAT) {
    world.ctx.now.advance(BEAT)
    for (const one of beats) await one()
  }
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

  it('keep what was measured last, whoever stores it last', async () => {
    await neglect()
    const early = new Date(world.ctx.now().getTime() - MINUTE)
    await evaluate()
    const before = await alarm('clean_up')
    await evaluateAlarms({ ...world.ctx, now: () => early })
    expect(await alarm('clean_up')).toEqual(before)
    expect(before).toMatchObject({ state: 'alarm', value: 7200 })
  })
})

it('the end is told only of what was told, of a second time as well', async () => {
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

describe('a database that is away', () => {
  const name = () => new URL(world.ctx.env.databaseUrl).pathname.slice(1)
  const allowConnections = (isAllowed: boolean) =>
    `alter database ${escapeIdentifier(name())} allow_connections ${isAllowed}`
  const goAway = () =>
    onServer(async (admin) => {
      await admin.query(allowConnections(false))
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name()])
    })
  const comeBack = () => onServer((admin) => admin.query(allowConnections(true)))

  /** Lets the process try to beat at the time that it is now. */
  const rounds = () => sleep(200)

  /** Until the process has beaten at the time that it is now, and begun the beat after that. */
  async function beats() {
    for (let beat = 0; beat < 2; beat += 1) {
      world.ctx.now.advance(1)
      const lastBeat = async () => (await world.pool.query('select last_beat_at from instances')).rows[0]
      await expect.poll(lastBeat).toEqual({ last_beat_at: world.ctx.now() })
    }
  }

  /** Notices about it. The clock that advances raises other alarms too, once there is a database to keep them. */
  const told = () => subjects().filter((subject) => subject?.endsWith('database out of reach'))

  it('is told by the process that it does not answer: after two minutes, once, and when it is back', async () => {
    const stopping = new AbortController()
    const running = createMonitor(world.ctx, {
      counter: world.counter,
      longLived: true,
      version: 'test',
    }).run(stopping.signal, 5)
    onTestFinished(async () => {
      await comeBack()
      stopping.abort()
      await running
    })
    await beats()
    await goAway()
    // Both loops have met it: the one that beats, and the one that watches.
    const failed = () => world.logged.filter((line) => line.includes('"monitoring_failed"')).length
    await expect.poll(failed).toBeGreaterThanOrEqual(2)
    await rounds()
    world.ctx.now.advance(2 * MINUTE - SECOND)
    await rounds()
    expect(told()).toEqual([])
    world.ctx.now.advance(SECOND)
    await expect.poll(told).toEqual(['Alarm: database out of reach'])
    world.ctx.now.advance(3 * HOUR)
    await rounds()
    await comeBack()
    await beats()
    expect(told()).toHaveLength(1)
    world.ctx.now.advance(5 * MINUTE)
    await expect.poll(told).toContain('Alarm over: database out of reach')
  })
})
