import { describe, expect, it } from 'vitest'
import { login } from '../../../lib/auth/login'
import { HOUR } from '../../../lib/kernel/clock'
import { perform } from '../../../lib/operate/perform'
import { readPerson } from '../../../lib/operate/read'
import { suppressAddress } from '../../support/acts'
import { anOperator } from '../../support/operators'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

describe('an operator’s view of a person', () => {
  it('is the account, its sessions, messages, reports, suppression, refusals and history', async () => {
    const operator = await anOperator(world)
    const person = await aRegisteredUser(world, freshEmail())
    await suppressAddress(world, person)
    await world.pool.query(
      `insert into email_events (source_id, type, message_id, reason, occurred_at, received_at)
       select 'r' || id, 'bounce', id, 'NoEmail', now(), now() from email_messages where user_id = $1`,
      [person.user.id],
    )
    await login(world.ctx, { email: person.email, password: 'not the passphrase' }, aVisitor())
    await perform(world.ctx, operator.actor, { act: 'end_sessions', userId: person.user.id })
    expectOk(
      await login(
        world.ctx,
        { email: person.email, password: PASSWORD },
        aVisitor({ network: '198.51.100.7' }),
      ),
    )
    const read = await readPerson(world.ctx, person.user.id)
    expect(read).toMatchObject({
      id: person.user.id,
      email: person.email,
      role: 'member',
      suppression: { reason: 'bounce' },
      sessions: [{ lastSeenAt: null }],
      messages: [
        {
          kind: 'verification',
          status: 'sent',
          isToFormerAddress: false,
          reports: [{ type: 'bounce', reason: 'NoEmail' }],
        },
      ],
      history: {
        events: [
          { type: 'sessions_ended', actorId: operator.user.id, actorName: 'Jean Dupont', detail: '1' },
          { type: 'registered' },
        ],
        visits: [{ type: 'signed_in' }],
      },
      acts: { events: [], visits: [] },
    })
    expect((await readPerson(world.ctx, operator.user.id))?.acts).toMatchObject({
      events: [{ type: 'sessions_ended', userId: person.user.id }],
      visits: [],
    })
    expect(JSON.stringify(read)).not.toMatch(/password_?hash|token|\$2b\$/i)
  })

  it('counts refused sign-ins of the last hour', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const count = async () => (await readPerson(world.ctx, person.user.id))?.refusedSignIns
    expect(await count()).toBe(0)
    for (let index = 0; index < 3; index += 1) {
      await login(world.ctx, { email: person.email, password: 'not the passphrase' }, aVisitor())
    }
    expect(await count()).toBe(3)
    world.ctx.now.advance(HOUR)
    expect(await count()).toBe(0)
  })

  it('is null where there is no such account', async () => {
    expect(await readPerson(world.ctx, 999_999_999)).toBeNull()
  })
})
