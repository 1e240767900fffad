import { describe, expect, it } from 'vitest'
import { setVerified } from '../../../lib/account/change'
import { transaction } from '../../../lib/db/transaction'
import { endSessions } from '../../../lib/session/end'
import { addEndpoint } from '../../../lib/webhook/endpoint/add'
import { aRegisteredUser, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const count = async (table: string): Promise<number> =>
  (await world.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n

describe('an event for other services', () => {
  it('is written with what causes it, or neither is', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    await addEndpoint(world.ctx, { url: 'https://listener.example/events', events: ['*'] })
    const broken = transaction(world.ctx, async (t) => {
      await setVerified(t, user.id)
      await endSessions(t, user.id)
      const { rows } = await t.db.execute('select type from webhook_events order by id')
      expect(rows).toEqual([{ type: 'user.verified' }, { type: 'session.ended' }])
      throw new Error('the power fails')
    })
    await expect(broken).rejects.toThrow('the power fails')
    for (const table of ['webhook_events', 'webhook_deliveries']) expect(await count(table)).toBe(0)
    expect(await count('sessions')).toBe(1)
    await transaction(world.ctx, async (t) => {
      await setVerified(t, user.id)
      await endSessions(t, user.id)
    })
    for (const table of ['webhook_events', 'webhook_deliveries']) expect(await count(table)).toBe(2)
    expect(await count('sessions')).toBe(0)
  })

  it('undoes what causes it where it cannot be written', async () => {
    const { user } = await aRegisteredUser(world, freshEmail())
    await world.pool.query(
      'alter table webhook_deliveries add constraint full_disk check (event_id < 0) not valid',
    )
    try {
      await expect(setVerified(world.ctx, user.id)).rejects.toThrow()
      const { rows } = await world.pool.query('select email_verified from users where id = $1', [user.id])
      expect(rows).toEqual([{ email_verified: false }])
    } finally {
      await world.pool.query('alter table webhook_deliveries drop constraint full_disk')
    }
  })

  it('is not written while nobody listens', async () => {
    await world.pool.query('delete from webhook_endpoints; delete from webhook_events')
    await aRegisteredUser(world, freshEmail())
    expect(await count('webhook_events')).toBe(0)
  })
})
