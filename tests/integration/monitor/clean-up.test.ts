import { describe, expect, it } from 'vitest'
import type { Span } from '../../../lib/i18n/span'
import { DAY, HOUR } from '../../../lib/kernel/clock'
import { cleanUpAndNote } from '../../../lib/monitor/clean-up'
import { foldMarks } from '../../../lib/monitor/count/tallies'
import { readReport } from '../../../lib/monitor/panel/read-report'
import { aRegisteredUser } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

// The account is never verified, and a month passes: it stays, as the dashboard is what is looked at.
const world = sharedWorld({ env: { UNVERIFIED_ACCOUNT_DAYS: '0' } })

const report = (span: Span = '1h') => readReport(world.ctx, span)

describe('the clean-up', () => {
  it('tells its age, and alarms after two hours', async () => {
    const figure = async () => (await report()).application.figures.cleanUpAge
    expect(await figure()).toMatchObject({ value: null, why: 'never_ran', state: 'unknown' })
    await cleanUpAndNote(world.ctx)
    expect(await figure()).toMatchObject({ value: 0, state: 'fine', threshold: 7200 })
    world.ctx.now.advance(2 * HOUR)
    expect(await figure()).toMatchObject({ value: 7200, state: 'alarm' })
  })

  it('keeps what the dashboard looks back on, and no more', async () => {
    world.counter.count(200, 1)
    await world.monitor.round()
    await aRegisteredUser(world)
    await foldMarks(world.ctx)
    const rows = async () => {
      const tables = ['tallies', 'request_counts', 'gauges', 'beat_minutes', 'instances']
      const counted = await Promise.all(tables.map((table) => world.pool.query(`select 1 from ${table}`)))
      return counted.map(({ rowCount }) => rowCount ?? 0)
    }
    const before = await rows()
    world.ctx.now.advance(30 * DAY)
    await cleanUpAndNote(world.ctx)
    expect((await rows()).map((count, n) => count >= (before[n] ?? 0))).not.toContain(false)
    world.ctx.now.advance(3 * DAY)
    await world.pool.query(`delete from gauges where name = '_cleanUp'`)
    await cleanUpAndNote(world.ctx)
    const [tallies, ...others] = await rows()
    // The note of this clean-up stays, at each resolution.
    expect(others).toEqual([0, 3, 0, 0])
    expect(tallies).toBeGreaterThan(0) // All time stays.
    expect((await report()).users.figures.total.value).toBe(1)
  })
})
