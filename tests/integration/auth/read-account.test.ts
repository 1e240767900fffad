import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENTS_A_PAGE, readOwnEvents } from '../../../lib/audit/read'
import { recordEvent } from '../../../lib/audit/record'
import { readAccount } from '../../../lib/auth/read-account'
import { transaction } from '../../../lib/db/transaction'
import { mailLetter } from '../../../lib/email/outbox/enqueue'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { mintLink } from '../../../lib/link/mint'
import { listSessions } from '../../../lib/session/client/list'
import { peekSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import {
  aVerifiedUser,
  aVisitor,
  createWorld,
  expectOk,
  freshEmail,
  PASSWORD,
  type World,
} from '../../support/world'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const NEW_ADDRESS = toEmailAddress('nouvelle@example.com')

/** Asks for another address as the flow does: a link and its message, in one transaction. */
async function askForAddress(person: Awaited<ReturnType<typeof aVerifiedUser>>): Promise<void> {
  await transaction(world.ctx, async (t) => {
    const minted = await mintLink(t, 'change_email', { id: person.user.id, email: NEW_ADDRESS })
    const reader = { ...person.user, email: NEW_ADDRESS, locale: 'fr' as const }
    await mailLetter(t, 'email_change', reader, { ...minted, facts: { email: NEW_ADDRESS } })
  })
}

describe('an account, read for its person', () => {
  it('tells of a pending address and what became of its message, until the link expires', async () => {
    const { ctx } = world
    const person = await aVerifiedUser(world, freshEmail())
    expect(await readAccount(ctx, person.user)).toMatchObject({ pendingEmail: null, undoUntil: null })
    await askForAddress(person)
    expect(await readAccount(ctx, person.user)).toMatchObject({
      user: person.user,
      locale: 'fr',
      passwordChangedAt: null,
      pendingEmail: NEW_ADDRESS,
      pendingEmailMessage: { state: 'queued' },
    })
    await deliverDue(ctx)
    const sent = await readAccount(ctx, person.user)
    expect(sent?.pendingEmailMessage).toMatchObject({ state: 'sent' })
    expect(sent?.messages.map(({ kind, toPresentAddress }) => [kind, toPresentAddress])).toEqual([
      ['email_change', false],
      ['welcome', true],
      ['verification', true],
    ])
    ctx.now.advance(DAY)
    expect(await readAccount(ctx, person.user)).toMatchObject({
      pendingEmail: null,
      pendingEmailMessage: null,
    })
  })
})

describe('the list of sessions', () => {
  it('holds those of the account alone, the one used last first, under names that open nothing', async () => {
    const { ctx } = world
    await aVerifiedUser(world, freshEmail())
    const { email, jwt } = await aVerifiedUser(world, freshEmail())
    ctx.now.advance(1000)
    const second = expectOk(await login(ctx, { email, password: PASSWORD }, aVisitor()))
    const asking = await peekSession(ctx, jwt)
    if (!asking) throw new Error('the session ended')
    const listed = await listSessions(ctx, asking)
    expect(listed.map(({ current }) => current)).toEqual([false, true])
    expect(listed[1]).toMatchObject({ id: asking.handle, lastSeenAt: null })
    expect(JSON.stringify(listed)).not.toContain(asking.id)
    expect(JSON.stringify(listed)).not.toContain(second.session.jwt)
  })
})

describe('the list of events', () => {
  it('comes in pages, and leaves out the looks of operators', async () => {
    const { ctx } = world
    const { user } = await aVerifiedUser(world, freshEmail())
    const userId = user.id
    const before = (await readOwnEvents(ctx, userId)).events.length
    await recordEvent(ctx, { type: 'person_viewed', userId, actorId: userId + 1, origin: null })
    for (let count = 0; count < EVENTS_A_PAGE; count++)
      await recordEvent(ctx, { type: 'signed_out', userId, actorId: userId, origin: null })
    await recordEvent(ctx, { type: 'session_ended', userId, actorId: userId + 1, origin: null })
    const first = await readOwnEvents(ctx, userId)
    expect(first.events).toHaveLength(EVENTS_A_PAGE)
    expect(first.events[0]).toMatchObject({ type: 'session_ended', byUs: true, result: 'ok' })
    expect(first.events[1]).toMatchObject({ type: 'signed_out', byUs: false })
    const second = await readOwnEvents(ctx, userId, first.next ?? undefined)
    expect(second.next).toBeNull()
    expect(second.events).toHaveLength(before + 1)
    expect([...first.events, ...second.events].map(({ type }) => type)).not.toContain('person_viewed')
  })
})
