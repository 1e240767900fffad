import { describe, expect, it } from 'vitest'
import { recordListing, recordView } from '../../../lib/audit/record'
import { disown } from '../../../lib/auth/disown'
import { login } from '../../../lib/auth/login'
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
    await logout(world.ctx, session.jwt)
    await logout(world.ctx, session.jwt)
    expect(await eventsOf(world, person.user.id)).toEqual([
      'registered',
      'email_verified',
      'signed_in',
      'signed_out',
    ])
    await login(world.ctx, { email: person.email, password: 'not the passphrase' }, aVisitor())
    expect(await eventsOf(world, person.user.id)).toHaveLength(4)
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
    const look = () => recordView(world.ctx, { userId: person.user.id, actorId: operator.user.id })
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

  it('tells once an hour that an operator read lists, and how many pages', async () => {
    const { user } = await anOperator(world)
    const pages = async () => {
      const { rows } = await world.pool.query(
        `select detail from events where type = 'people_listed' and user_id = $1 and actor_id = $1 order by id`,
        [user.id],
      )
      return rows.map(({ detail }) => detail)
    }
    for (let page = 0; page < 3; page += 1) await recordListing(world.ctx, user.id)
    world.ctx.now.advance(HOUR - 1)
    await recordListing(world.ctx, user.id)
    expect(await pages()).toEqual(['4'])
    world.ctx.now.advance(1)
    await recordListing(world.ctx, user.id)
    expect(await pages()).toEqual(['4', '1'])
  })

  it('is not buried under visits', async () => {
    const [operator, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    expectOk(await perform(world.ctx, operator.actor, { act: 'disable', userId: person.user.id }))
    for (let index = 0; index < NEWEST_MESSAGES; index += 1) {
      await recordView(world.ctx, { userId: 1_000_000 + index, actorId: operator.user.id })
      await recordView(world.ctx, { userId: person.user.id, actorId: 1_000_000 + index })
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
      expect(history?.visits).toHaveLength(NEWEST_VISITS)
      expect(new Set(history?.visits.map(({ type }) => type))).toEqual(new Set(['person_viewed']))
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

  it('holds no address, name or secret', () => expectNobodyNamed(world, 50))
})
