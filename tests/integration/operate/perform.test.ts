import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { logout } from '../../../lib/auth/logout'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE } from '../../../lib/kernel/clock'
import { ACTS, type ActInput } from '../../../lib/operate/acts'
import { perform } from '../../../lib/operate/perform'
import { revokeOperator } from '../../../lib/operate/roles'
import { peekSession } from '../../../lib/session/read'
import { mailTo, refusal } from '../../support/acts'
import { anOperator, eventsOf, type TestOperator } from '../../support/operators'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  type TestUser,
} from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

/** A session that is nobody's. */
const NONE = '00000000-0000-4000-8000-000000000000'

describe('an act', () => {
  let operator: TestOperator
  beforeAll(async () => {
    operator = await anOperator(world)
  })
  beforeEach(() => world.ctx.now.advance(2 * MINUTE))

  const act = (name: ActInput['act'], { user, email }: TestUser, sessionId?: string) =>
    perform(world.ctx, operator.actor, { act: name, userId: user.id, email, sessionId })
  const by = (type: string) => `${type} by ${operator.user.id}`

  it('is refused, and recorded nowhere, where it changes nothing', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await perform(world.ctx, operator.actor, { act: 'end_sessions', userId: person.user.id })
    const before = await eventsOf(world, person.user.id)
    const always = ['disable', 'end_session', 'send_reset']
    for (const name of ACTS.filter((one) => !always.includes(one))) {
      expect([name, await act(name, person)]).toEqual([name, refusal('nothing_to_do')])
    }
    expectOk(await act('disable', person))
    expect(await act('disable', person)).toEqual(refusal('nothing_to_do'))
    expect(await act('verify', person)).toEqual(refusal('nothing_to_do'))
    expect(await act('send_reset', person)).toEqual(refusal('nothing_to_do'))
    expect(await eventsOf(world, person.user.id)).toEqual([...before, by('account_disabled')])
  })

  it.each(ACTS)('%s finds no account that is not there', async (name) => {
    const nobody = { act: name, userId: 999_999_999, sessionId: NONE }
    expect(await perform(world.ctx, operator.actor, nobody)).toEqual(refusal('not_found'))
  })

  it('is in the history exactly if it happened', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await world.pool.query(
      `create function no_events() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
       create trigger no_events before insert on events for each row execute function no_events()`,
    )
    try {
      for (const name of ['resend', 'verify', 'end_sessions', 'disable'] as const) {
        await expect(act(name, person)).rejects.toThrow()
      }
    } finally {
      await world.pool.query('drop function no_events() cascade')
    }
    expect(await peekSession(world.ctx, person.jwt)).toMatchObject({ user: { emailVerified: false } })
    const before = mailTo(world, person.email)
    await deliverDue(world.ctx)
    expect(mailTo(world, person.email)).toBe(before)
  })

  it('never disables its own operator', async () => {
    expect(await act('disable', operator)).toEqual(refusal('own_account'))
    expect(await peekSession(world.ctx, operator.jwt)).not.toBeNull()
  })

  it('of any kind is refused once its operator was stopped', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const session = await peekSession(world.ctx, person.jwt)
    const stops = {
      revoked: ({ email }: TestUser) => revokeOperator(world.ctx, email),
      disabled: (former: TestUser) => act('disable', former),
      'signed out': ({ jwt }: TestUser) => logout(world.ctx, aVisitor({ jwt })),
    }
    for (const [how, stop] of Object.entries(stops)) {
      const former = await anOperator(world)
      await stop(former)
      for (const name of ACTS) {
        const wish = { act: name, userId: person.user.id, email: person.email, sessionId: session?.handle }
        expect([how, name, await perform(world.ctx, former.actor, wish)]).toEqual([
          how,
          name,
          refusal('unauthenticated'),
        ])
      }
    }
    expect(await eventsOf(world, person.user.id)).toEqual(['registered'])
  })

  it('is refused in a session that lost the role', async () => {
    const [member, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    await world.pool.query(`update users set role = 'member' where id = $1`, [member.user.id])
    const late = perform(world.ctx, member.actor, { act: 'end_sessions', userId: person.user.id })
    expect(await late).toEqual(refusal('forbidden'))
  })

  it('leaves a line in the log, even where it fails', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const lines = () =>
      world.logged
        .map((line) => JSON.parse(line))
        .filter(({ event, userId }) => event === 'operator_act' && userId === person.user.id)
        .map(({ kind, code, actorId }) => [kind, code, actorId])
    await act('enable', person)
    await expect(act('end_session', person, '\0')).rejects.toThrow()
    expect(lines()).toEqual([
      ['enable', 'nothing_to_do', operator.user.id],
      ['end_session', 'failed', operator.user.id],
    ])
  })
})

describe('two operators who disable each other at the same moment', () => {
  const disable = ({ actor }: TestOperator, target: TestUser) =>
    perform(world.ctx, actor, { act: 'disable', userId: target.user.id })

  it('leave exactly one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [await anOperator(world), await anOperator(world)]
      const answers = await Promise.all([disable(one, other), disable(other, one)])
      expect(answers.map(({ ok }) => ok).toSorted()).toEqual([false, true])
      expect(answers.find(({ ok }) => !ok)).toEqual(refusal('unauthenticated'))
    }
  })

  it('would both succeed if each looked before it locked: the control', async () => {
    const [one, other] = [await anOperator(world), await anOperator(world)]
    const looked = await world.pool.query('select disabled_at from users where id in ($1, $2)', [
      one.user.id,
      other.user.id,
    ])
    expect(looked.rows).toEqual([{ disabled_at: null }, { disabled_at: null }])
    const careless = ({ user }: TestUser) =>
      world.pool.query('update users set disabled_at = now() where id = $1', [user.id])
    const written = await Promise.all([careless(other), careless(one)])
    expect(written.map(({ rowCount }) => rowCount)).toEqual([1, 1])
  })
})
