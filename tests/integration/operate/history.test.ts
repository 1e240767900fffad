import { describe, expect, it } from 'vitest'
import { recordListing, recordView } from '../../../lib/audit/record'
import { disown } from '../../../lib/auth/disown'
import { logout } from '../../../lib/auth/logout'
import { resendLink } from '../../../lib/auth/resend-link'
import { HOUR, MINUTE } from '../../../lib/kernel/clock'
import { justDone } from '../../../lib/operate/just-done'
import { perform } from '../../../lib/operate/perform'
import { readPerson } from '../../../lib/operate/read'
import { NEWEST_VISITS } from '../../../lib/operate/read-history'
import { NEWEST_MESSAGES } from '../../../lib/operate/read-messages'
import { expectNobodyNamed, signIn } from '../../support/acts'
import { anOperator, eventsOf } from '../../support/operators'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

describe('the history', () => {
  it('tells what a person did', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { session } = expectOk(await signIn(world, person.email))
    await logout(world.ctx, aVisitor({ jwt: session.jwt }))
    await logout(world.ctx, aVisitor({ jwt: session.jwt }))
    expect(await eventsOf(world, person.user.id)).toEqual([
      'registered',
      'email_verified',
      'signed_in',
      'signed_out',
    ])
  })

  it('outlives an account that was disowned', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt: person.jwt })))
    expectOk(await disown(world.ctx, person.token, aVisitor()))
    expect(await eventsOf(world, person.user.id)).toEqual([
      'registered',
      'verification_resent',
      'account_disowned',
    ])
  })

  it('tells once an hour that an operator looked', async () => {
    const [operator, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    const look = () =>
      recordView(world.ctx, { userId: person.user.id, actorId: operator.user.id, origin: null })
    const views = async () =>
      (await eventsOf(world, person.user.id)).filter((type) => type.startsWith('person_viewed')).length
    await look()
    world.ctx.now.advance(HOUR - 1)
    await look()
    expect(await views()).toBe(1)
    world.ctx.now.advance(1)
    await look()
    expect(await views()).toBe(2)
  })

  it('tells each page of a list that an operator read', async () => {
    const { user } = await anOperator(world)
    for (let page = 0; page < 3; page += 1) await recordListing(world.ctx, { actorId: user.id, origin: null })
    const listed = (await eventsOf(world, user.id)).filter((type) => type === 'people_listed')
    expect(listed).toHaveLength(3)
  })

  it('is not buried under visits', async () => {
    const [operator, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    expectOk(await perform(world.ctx, operator.actor, { act: 'disable', userId: person.user.id }))
    for (let index = 0; index < NEWEST_MESSAGES; index += 1) {
      await recordView(world.ctx, { userId: 1_000_000 + index, actorId: operator.user.id, origin: null })
      await recordView(world.ctx, { userId: person.user.id, actorId: 1_000_000 + index, origin: null })
    }
    const [about, by] = [
      (await readPerson(world.ctx, person.user.id))?.history,
      (await readPerson(world.ctx, operator.user.id))?.acts,
    ]
    expect(about?.events.map(({ type }) => type)).toEqual([
      'account_disabled',
      'email_verified',
      'registered',
    ])
    expect(by?.events.map(({ type }) => type)).toEqual(['account_disabled'])
    for (const history of [about, by]) {
      expect(history?.looks).toHaveLength(NEWEST_VISITS)
      expect(new Set(history?.looks.map(({ type }) => type))).toEqual(new Set(['person_viewed']))
    }
  })

  it('decides what a page reports as done, and no link does', async () => {
    const [operator, person] = [await anOperator(world), await aRegisteredUser(world, freshEmail())]
    const told = async (claimed: unknown, operatorId = operator.user.id) => {
      const read = await readPerson(world.ctx, person.user.id)
      if (!read) throw new Error('no such person')
      return justDone(world.ctx, { claimed, history: read.history, operatorId })
    }
    expect(await told('disable')).toBeUndefined()
    expectOk(await perform(world.ctx, operator.actor, { act: 'disable', userId: person.user.id }))
    expect(await told('disable')).toBe('disable')
    expect(await told('enable')).toBeUndefined()
    expect(await told(undefined)).toBeUndefined()
    expect(await told('disable', operator.user.id + 1)).toBeUndefined()
    expectOk(await perform(world.ctx, operator.actor, { act: 'enable', userId: person.user.id }))
    expect(await told('disable')).toBeUndefined()
    world.ctx.now.advance(MINUTE - 1)
    expect(await told('enable')).toBe('enable')
    world.ctx.now.advance(1)
    expect(await told('enable')).toBeUndefined()
  })

  // ASVS 16.2.5
  it('holds no address, name or secret', () => expectNobodyNamed(world, 50))
})
