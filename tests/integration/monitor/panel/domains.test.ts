import { describe, expect, it } from 'vitest'
import { disown } from '../../../../lib/auth/disown'
import { SPANS } from '../../../../lib/i18n/span'
import { DAY, HOUR, MINUTE } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { cleanUp } from '../../../../lib/monitor/clean-up'
import { foldMarks } from '../../../../lib/monitor/count/tallies'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { aRegisteredUser, aVisitor, expectOk } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest()

describe('a domain is named', () => {
  let crowds = 0
  const people = (count: number, domain: string, ago: number) => {
    crowds += 1
    return world.pool.query(
      `insert into users (email, name, password_hash, created_at)
       select 'p' || i || '-' || $3::int || '@' || ${domain}, 'x', 'x', $1 from generate_series(1, $2) i`,
      [new Date(world.ctx.now().getTime() - ago), count, crowds],
    )
  }
  const named = () =>
    Promise.all(
      SPANS.map(async (span) => {
        const { domains } = (await readReport(world.ctx, span)).funnel
        return domains.find(({ domain }) => domain === 'new.example')?.registered
      }),
    )

  it('when it is new, though thirty others have more people of all time, folded or not', async () => {
    for (let n = 0; n < 30; n += 1) await people(40, `'old${n}.example'`, 40 * 24 * HOUR)
    await foldMarks(world.ctx)
    await people(35, `'new.example'`, 0)
    expect(await named()).toEqual([35, 35, 35, 35])
    await foldMarks(world.ctx)
    expect(await named()).toEqual([35, 35, 35, 35])
    await people(5, `'new.example'`, MINUTE)
    expect(await named()).toEqual([40, 40, 40, 40])
  })

  it('or not, folded or not, when thirty others had more people on each day', async () => {
    for (let n = 0; n < 30; n += 1) await people(40, `'old${n}.example'`, MINUTE)
    await people(35, `'new.example'`, 0)
    const before = await named()
    await foldMarks(world.ctx)
    expect(before).toEqual([undefined, undefined, undefined, undefined])
    expect(await named()).toEqual(before)
  })

  it('beside thousands of domains of one person each', async () => {
    await people(3000, `'junk' || i || '.example'`, MINUTE)
    await people(6, `'new.example'`, 2 * MINUTE)
    expect(await named()).toEqual([6, 6, 6, 6])
    await foldMarks(world.ctx)
    expect(await named()).toEqual([6, 6, 6, 6])
    await people(3000, `'zunk' || i || '.example'`, MINUTE)
    expect(await named()).toEqual([6, 6, 6, 6])
  })
})

it('keeps nobody’s domain longer than the dashboard looks back', async () => {
  const { token } = await aRegisteredUser(world, toEmailAddress('jean@jean-dupont.example'))
  await foldMarks(world.ctx)
  const known = () => world.pool.query(`select from tallies where domain = 'jean-dupont.example'`)
  expectOk(await disown(world.ctx, token, aVisitor()))
  await cleanUp(world.ctx)
  expect((await known()).rowCount).toBeGreaterThan(0)
  world.ctx.now.advance(32 * DAY)
  await cleanUp(world.ctx)
  expect((await known()).rowCount).toBe(0)
})
