import { describe, expect, it } from 'vitest'
import { changeProfile } from '../../../../lib/auth/account/change-profile'
import { HOUR } from '../../../../lib/kernel/clock'
import { LIMITS } from '../../../../lib/limit/table'
import { readSession } from '../../../../lib/session/read'
import { aRegisteredUser, aVisitor, expectOk, freshEmail } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

describe('changes of a name', () => {
  it('are limited, because each is an event and events stay for a year', async () => {
    const { ctx, pool } = world
    const { jwt, user } = await aRegisteredUser(world, freshEmail())
    const session = await readSession(ctx, jwt)
    if (!session) throw new Error('no session')
    const rename = (name: string) => changeProfile(ctx, session, { name }, aVisitor({ jwt }))
    const { hits } = LIMITS.profileChangeByAccount
    for (let time = 0; time < hits; time += 1) expectOk(await rename(`Jean ${time}`))
    expect(await rename('Jeanne')).toMatchObject({ error: { code: 'rate_limited', retryAfter: 3600 } })
    const { rows } = await pool.query(
      "select count(*)::int as n from events where user_id = $1 and type = 'profile_changed'",
      [user.id],
    )
    expect(rows[0].n).toBe(hits)
    ctx.now.advance(HOUR)
    expectOk(await rename('Jeanne'))
  })
})
