import { describe, expect, it } from 'vitest'
import { SUBJECT, subjectOf } from '../../../lib/account/subject'
import { aRegisteredUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

describe('what names a person to other services', () => {
  it('is random, and stays', async () => {
    const [one, other] = [
      await aRegisteredUser(world, freshEmail()),
      await aRegisteredUser(world, freshEmail()),
    ]
    const subject = await subjectOf(world.ctx, one.user.id)
    expect(subject).toMatch(SUBJECT)
    expect(await subjectOf(world.ctx, one.user.id)).toBe(subject)
    expect(await subjectOf(world.ctx, other.user.id)).not.toBe(subject)
  })

  it('is one, where ten ask for that of a row without it', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    await world.pool.query('update users set subject = null where id = $1', [user.id])
    const asked = await Promise.all(Array.from({ length: 10 }, () => subjectOf(world.ctx, user.id)))
    expect(new Set(asked).size).toBe(1)
    expect(asked[0]).toMatch(SUBJECT)
  })

  it('is nothing for an account that is gone', async () => {
    expect(await subjectOf(world.ctx, 2 ** 40)).toBeNull()
  })
})
