import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordListing, recordView } from '../../../lib/audit/record'
import { changeEmail } from '../../../lib/auth/change-email'
import { disown } from '../../../lib/auth/disown'
import { login } from '../../../lib/auth/login'
import { logout } from '../../../lib/auth/logout'
import { resendLink } from '../../../lib/auth/resend-link'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { isSuppressed, recipientHash, suppress } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { HOUR, MINUTE } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { ACTS, type ActInput, ADDRESS_ACTS } from '../../../lib/operate/acts'
import { justDone } from '../../../lib/operate/just-done'
import { perform } from '../../../lib/operate/perform'
import { readPerson } from '../../../lib/operate/read'
import { NEWEST_VISITS } from '../../../lib/operate/read-history'
import { NEWEST_MESSAGES } from '../../../lib/operate/read-messages'
import { grantOperator, revokeOperator } from '../../../lib/operate/roles'
import { peekSession } from '../../../lib/session/read'
import { tokenFor } from '../../support/mail'
import { newestMessage } from '../../support/messages'
import { anOperator, eventsOf, type TestOperator } from '../../support/operators'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const refusal = (code: string) => ({ ok: false, error: { code } })
const signIn = (email: string) =>
  login(world.ctx, { email: toEmailAddress(email), password: PASSWORD }, aVisitor())
const mailTo = (email: string) => world.ctx.mail.sent.filter(({ to }) => to === email).length

async function suppressAddress(user: TestUser): Promise<void> {
  const { id } = await newestMessage(world, user.user.id)
  await suppress(world.ctx, {
    recipientHash: recipientHash(user.email),
    reason: 'bounce',
    messageId: id,
  })
}

describe('the role', () => {
  it('is given to a verified account that is not disabled, once, and recorded', async () => {
    const { user, email, jwt } = await aVerifiedUser(world, freshEmail())
    expect(await grantOperator(world.ctx, email)).toBe('granted')
    expect(await peekSession(world.ctx, jwt)).toBeNull()
    const { session } = expectOk(await signIn(email))
    expect(await peekSession(world.ctx, session.jwt)).toMatchObject({ role: 'operator' })
    expect(await grantOperator(world.ctx, email)).toBe('was_operator')
    expect(await peekSession(world.ctx, session.jwt)).not.toBeNull()
    expect(await eventsOf(world, user.id)).toEqual([
      'registered',
      'email_verified',
      'operator_granted by command',
      'signed_in',
    ])
  })

  it('is refused to everybody else', async () => {
    const unverified = await aRegisteredUser(world, freshEmail())
    expect(await grantOperator(world.ctx, freshEmail())).toBe('unknown')
    expect(await grantOperator(world.ctx, unverified.email)).toBe('unverified')
    expect(await eventsOf(world, unverified.user.id)).toEqual(['registered'])
  })

  it('enables a disabled account with it, and says and records so', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const disable = () =>
      world.pool.query('update users set disabled_at = now() where id = $1', [person.user.id])
    await disable()
    expect(await grantOperator(world.ctx, person.email)).toBe('granted_enabled')
    expectOk(await signIn(person.email))
    await disable()
    expect(await grantOperator(world.ctx, person.email)).toBe('enabled')
    const { session } = expectOk(await signIn(person.email))
    expect(await peekSession(world.ctx, session.jwt)).toMatchObject({ role: 'operator' })
    expect(await grantOperator(world.ctx, person.email)).toBe('was_operator')
    expect((await eventsOf(world, person.user.id)).filter((type) => type.endsWith('by command'))).toEqual([
      'account_enabled by command',
      'operator_granted by command',
      'account_enabled by command',
    ])
  })

  it('is taken from a rogue who disabled everybody else, whoever is faster', async () => {
    await world.pool.query(`update users set role = 'member'`)
    const [rogue, one, other] = [await anOperator(world), await anOperator(world), await anOperator(world)]
    const strike = ({ user }: TestUser) =>
      perform(world.ctx, rogue.actor, { act: 'disable', userId: user.id })
    expectOk(await strike(one))
    expectOk(await strike(other))
    expect(await grantOperator(world.ctx, one.email)).toBe('enabled')
    expectOk(await strike(one))
    expect(await revokeOperator(world.ctx, rogue.email)).toBe('revoked_rest_disabled')
    expect(await grantOperator(world.ctx, one.email)).toBe('enabled')
    expect(await strike(one)).toEqual(refusal('unauthenticated'))
    expectOk(await signIn(one.email))
  })

  it('is never taken from the last operator', async () => {
    await world.pool.query(`update users set role = 'member'`)
    const [first, second] = [await anOperator(world), await anOperator(world)]
    expect(await revokeOperator(world.ctx, freshEmail())).toBe('unknown')
    expect(await revokeOperator(world.ctx, first.email)).toBe('revoked')
    expect(await revokeOperator(world.ctx, first.email)).toBe('was_member')
    expect(await revokeOperator(world.ctx, second.email)).toBe('last_operator')
    expect((await eventsOf(world, first.user.id)).at(-1)).toBe('operator_revoked by command')
  })

  it('stays with one of several who are revoked at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.pool.query(`update users set role = 'member'`)
      const operators = [await anOperator(world), await anOperator(world), await anOperator(world)]
      const answers = await Promise.all(operators.map(({ email }) => revokeOperator(world.ctx, email)))
      expect(answers.toSorted()).toEqual(['last_operator', 'revoked', 'revoked'])
    }
  })
})

describe('an act', () => {
  let operator: TestOperator
  beforeAll(async () => {
    operator = await anOperator(world)
  })
  beforeEach(() => world.ctx.now.advance(2 * MINUTE))

  const act = (name: ActInput['act'], { user, email }: TestUser, sessionId?: string) =>
    perform(world.ctx, operator.actor, { act: name, userId: user.id, email, sessionId })
  const lastEvent = async (person: TestUser) => (await eventsOf(world, person.user.id)).at(-1)
  const by = (type: string) => `${type} by ${operator.user.id}`

  it('mails a new link', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const before = mailTo(person.email)
    expectOk(await act('resend', person))
    await deliverDue(world.ctx)
    expect(mailTo(person.email)).toBe(before + 1)
    expect(tokenFor(world.ctx.mail, person.email)).not.toBe(person.token)
    expect(await lastEvent(person)).toBe(by('verification_resent'))
  })

  it('mails no more links to one recipient than the person could ask for', async () => {
    const strict = await aWorld()
    const [operator, person] = [await anOperator(strict), await aRegisteredUser(strict, freshEmail())]
    const { user, email } = person
    const again = () => perform(strict.ctx, operator.actor, { act: 'resend', userId: user.id, email })
    expect(await again()).toMatchObject(refusal('rate_limited'))
    strict.ctx.now.advance(MINUTE)
    expectOk(await again())
    expect(await again()).toMatchObject(refusal('rate_limited'))
    expect(await eventsOf(strict, person.user.id)).toHaveLength(2)
  })

  it('verifies by hand: links are void, the welcome e-mail leaves', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    expectOk(await act('verify', person))
    expect((await peekSession(world.ctx, person.jwt))?.user.emailVerified).toBe(true)
    expect(await verifyEmail(world.ctx, person.token, aVisitor())).toMatchObject(refusal('token_used'))
    const before = mailTo(person.email)
    await deliverDue(world.ctx)
    expect(mailTo(person.email)).toBe(before + 1)
    expect(await lastEvent(person)).toBe(by('verified_by_hand'))
  })

  it('makes a link and an operator verify once, whoever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await aRegisteredUser(world, freshEmail())
      await Promise.all([act('verify', person), verifyEmail(world.ctx, person.token, aVisitor())])
      const { rows } = await world.pool.query(
        `select count(*)::int as n from email_messages where user_id = $1 and kind = 'welcome'`,
        [person.user.id],
      )
      expect(rows[0].n).toBe(1)
      const events = await eventsOf(world, person.user.id)
      expect(events.filter((type) => type.includes('verified'))).toHaveLength(1)
    }
  })

  it('lifts a suppression', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await suppressAddress(person)
    expect(await act('resend', person)).toEqual(refusal('nothing_to_do'))
    expectOk(await act('lift_suppression', person))
    expect(await isSuppressed(world.ctx, person.email)).toBe(false)
    expect(await lastEvent(person)).toBe(by('suppression_lifted'))
    expectOk(await act('resend', person))
  })

  it('ends one session, or all', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const jwts = [person.jwt]
    for (let index = 0; index < 2; index += 1) jwts.push(expectOk(await signIn(person.email)).session.jwt)
    const first = await peekSession(world.ctx, person.jwt)
    const alive = async () =>
      (await Promise.all(jwts.map((jwt) => peekSession(world.ctx, jwt)))).map((session) => session !== null)
    expectOk(await act('end_session', person, first?.id))
    expect(await alive()).toEqual([false, true, true])
    expect(await lastEvent(person)).toBe(by('session_ended'))
    expectOk(await act('end_sessions', person))
    expect(await alive()).toEqual([false, false, false])
    expect(await lastEvent(person)).toBe(by('sessions_ended'))
  })

  it("ends no session of somebody else's", async () => {
    const [person, other] = [
      await aVerifiedUser(world, freshEmail()),
      await aVerifiedUser(world, freshEmail()),
    ]
    const session = await peekSession(world.ctx, other.jwt)
    expect(await act('end_session', person, session?.id)).toEqual(refusal('nothing_to_do'))
    expect(await act('end_session', person)).toEqual(refusal('invalid_input'))
    expect(await peekSession(world.ctx, other.jwt)).not.toBeNull()
  })

  it('disables: no session, no sign-in, no mail, no link; and enables again', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    expectOk(await act('resend', person))
    const before = mailTo(person.email)
    expectOk(await act('disable', person))
    expect(await lastEvent(person)).toBe(by('account_disabled'))
    await deliverDue(world.ctx)
    expect(mailTo(person.email)).toBe(before)
    expect(await peekSession(world.ctx, person.jwt)).toBeNull()
    expect(await signIn(person.email)).toEqual(refusal('account_disabled'))
    expect(await verifyEmail(world.ctx, person.token, aVisitor())).toEqual(refusal('account_disabled'))
    expect(await resendLink(world.ctx, person.token, aVisitor())).toEqual(refusal('account_disabled'))
    expect(await disown(world.ctx, person.token, aVisitor())).toEqual(refusal('account_disabled'))
    expectOk(await act('enable', person))
    expect(await peekSession(world.ctx, person.jwt)).toBeNull()
    expectOk(await signIn(person.email))
    expectOk(await verifyEmail(world.ctx, person.token, aVisitor()))
  })

  it('is refused, and recorded nowhere, where it changes nothing', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await perform(world.ctx, operator.actor, { act: 'end_sessions', userId: person.user.id })
    const before = await eventsOf(world, person.user.id)
    for (const name of ACTS.filter((one) => one !== 'disable' && one !== 'end_session')) {
      expect([name, await act(name, person)]).toEqual([name, refusal('nothing_to_do')])
    }
    expectOk(await act('disable', person))
    expect(await act('disable', person)).toEqual(refusal('nothing_to_do'))
    expect(await act('verify', person)).toEqual(refusal('nothing_to_do'))
    expect(await eventsOf(world, person.user.id)).toEqual([...before, by('account_disabled')])
  })

  it.each(ACTS)('%s finds no account that is not there', async (name) => {
    const nobody = { act: name, userId: 999_999_999, sessionId: 'none' }
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
    const before = mailTo(person.email)
    await deliverDue(world.ctx)
    expect(mailTo(person.email)).toBe(before)
  })

  it('disables nobody by themselves', async () => {
    expect(await act('disable', operator)).toEqual(refusal('own_account'))
    expect(await peekSession(world.ctx, operator.jwt)).not.toBeNull()
  })

  it('is not done for who was stopped meanwhile, whatever it is', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const session = await peekSession(world.ctx, person.jwt)
    const stops = {
      revoked: ({ email }: TestUser) => revokeOperator(world.ctx, email),
      disabled: (former: TestUser) => act('disable', former),
      'signed out': ({ jwt }: TestUser) => logout(world.ctx, jwt),
    }
    for (const [how, stop] of Object.entries(stops)) {
      const former = await anOperator(world)
      await stop(former)
      for (const name of ACTS) {
        const wish = { act: name, userId: person.user.id, email: person.email, sessionId: session?.id }
        expect([how, name, await perform(world.ctx, former.actor, wish)]).toEqual([
          how,
          name,
          refusal('unauthenticated'),
        ])
      }
    }
    expect(await eventsOf(world, person.user.id)).toEqual(['registered'])
  })

  it('is refused in a session that carries the role no more', async () => {
    const [member, person] = [await anOperator(world), await aVerifiedUser(world, freshEmail())]
    await world.pool.query(`update users set role = 'member' where id = $1`, [member.user.id])
    const late = perform(world.ctx, member.actor, { act: 'end_sessions', userId: person.user.id })
    expect(await late).toEqual(refusal('forbidden'))
  })

  describe('on an address', () => {
    it.each([...ADDRESS_ACTS])(
      '%s is refused once it is another than the one that was seen',
      async (name) => {
        const person = await aRegisteredUser(world, freshEmail())
        await suppressAddress(person)
        const another = freshEmail()
        expectOk(await changeEmail(world.ctx, another, aVisitor({ jwt: person.jwt })))
        await suppress(world.ctx, {
          recipientHash: recipientHash(another),
          reason: 'bounce',
          messageId: 1,
        })
        const before = await eventsOf(world, person.user.id)
        expect(await act(name, person)).toEqual(refusal('changed_meanwhile'))
        expect((await readPerson(world.ctx, person.user.id))?.emailVerified).toBe(false)
        expect(await isSuppressed(world.ctx, another)).toBe(true)
        expect(await eventsOf(world, person.user.id)).toEqual(before)
      },
    )

    it.each([...ADDRESS_ACTS])('%s has to say which', async (name) => {
      const person = await aRegisteredUser(world, freshEmail())
      const blind = await perform(world.ctx, operator.actor, { act: name, userId: person.user.id })
      expect(blind).toMatchObject({
        error: { code: 'invalid_input', fields: [{ field: 'email', code: 'email_required' }] },
      })
    })
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

describe('the history', () => {
  it('tells what a person did', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { session } = expectOk(await signIn(person.email))
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

  it('decides what a page may say is done, whatever a link claims', async () => {
    const [operator, person] = [await anOperator(world), await aRegisteredUser(world, freshEmail())]
    const told = async (claimed: unknown, operatorId = operator.user.id) => {
      const read = await readPerson(world.ctx, person.user.id)
      if (!read) throw new Error('no such person')
      return justDone(world.ctx, claimed, read, operatorId)
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

  it('holds no address, name or secret', async () => {
    const { rows } = await world.pool.query('select * from events')
    const text = JSON.stringify(rows)
    expect(rows.length).toBeGreaterThan(50)
    expect(text).not.toMatch(/@|Jean|Dupont/)
  })
})

describe('what an operator reads of a person', () => {
  it('is the account, its sessions, messages, reports, suppression, refusals and history', async () => {
    const operator = await anOperator(world)
    const person = await aRegisteredUser(world, freshEmail())
    await suppressAddress(person)
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

  it('is nothing where there is no such account', async () => {
    expect(await readPerson(world.ctx, 999_999_999)).toBeNull()
  })
})
