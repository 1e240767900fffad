import { setTimeout as sleep } from 'node:timers/promises'
import { escapeIdentifier } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { createMonitor } from '../../../../lib/monitor/monitor'
import { onServer } from '../../../support/database'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest({ env: { ALARM_EMAIL: 'ops@huntaze.com' } })

const subjects = () => world.ctx.mail.sent.map(({ subject }) => subject.split(' / ')[1])

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
