import { describe, expect, it } from 'vitest'
import { confirmEmailChange } from '../../../lib/auth/email-change/confirm'
import { requestEmailChange } from '../../../lib/auth/email-change/request'
import { deliverDue } from '../../../lib/email/send/worker'
import { HOUR } from '../../../lib/kernel/clock'
import { LIFETIMES } from '../../../lib/kernel/lifetimes'
import { perform } from '../../../lib/operate/perform'
import { readPerson } from '../../../lib/operate/read'
import { readSession } from '../../../lib/session/read'
import { suppressAddress } from '../../support/acts'
import { mailedToken } from '../../support/email-changes'
import { login } from '../../support/entries'
import { anOperator } from '../../support/operators'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

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
    await world.ctx.background.settled()
    await perform(world.ctx, operator.actor, { act: 'end_sessions', userId: person.user.id })
    expectOk(
      await login(
        world.ctx,
        { email: person.email, password: PASSWORD },
        aVisitor({ network: '198.51.100.7', userAgent: FIREFOX }),
      ),
    )
    const read = await readPerson(world.ctx, person.user.id)
    expect(read).toMatchObject({
      id: person.user.id,
      email: person.email,
      role: 'member',
      suppression: { reason: 'bounce' },
      sessions: [{ lastSeenAt: null, browser: 'Firefox', system: 'Linux', country: 'FR' }],
      pending: null,
      undo: null,
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
        visits: [
          { type: 'signed_in', browser: 'Firefox', country: 'FR', result: 'ok' },
          { type: 'sign_in_refused', result: 'refused' },
        ],
      },
      acts: { events: [], visits: [], looks: [] },
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

  it('has the address that waits for its proof, with its mail, and the former one while it can be restored', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const [session, wanted] = [await readSession(world.ctx, person.jwt), freshEmail()]
    if (!session) throw new Error('no session')
    expectOk(await requestEmailChange(world.ctx, wanted, session, aVisitor()))
    await deliverDue(world.ctx)
    const read = await readPerson(world.ctx, person.user.id)
    expect(read).toMatchObject({ email: person.email, pending: { email: wanted }, undo: null })
    expect(read?.messages[0]).toMatchObject({
      kind: 'email_change',
      status: 'sent',
      isToFormerAddress: false,
    })
    const token = await mailedToken(world, 'change_email', wanted)
    expectOk(await confirmEmailChange(world.ctx, token, session, aVisitor({ jwt: person.jwt })))
    expect(await readPerson(world.ctx, person.user.id)).toMatchObject({
      email: wanted,
      pending: null,
      undo: { email: person.email },
    })
    world.ctx.now.advance(LIFETIMES.undoToken)
    expect(await readPerson(world.ctx, person.user.id)).toMatchObject({ pending: null, undo: null })
  })

  it('is null where there is no such account', async () => {
    expect(await readPerson(world.ctx, 999_999_999)).toBeNull()
  })
})
