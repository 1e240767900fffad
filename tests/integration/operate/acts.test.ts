import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { disown } from '../../../lib/auth/disown'
import { resendLink } from '../../../lib/auth/resend-link'
import { resetPassword } from '../../../lib/auth/reset-password'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { isSuppressed, recipientHash, suppress } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { MINUTE } from '../../../lib/kernel/clock'
import { type ActInput, ADDRESS_ACTS } from '../../../lib/operate/acts'
import { perform } from '../../../lib/operate/perform'
import { readPerson } from '../../../lib/operate/read'
import { peekSession } from '../../../lib/session/read'
import { expectNobodyNamed, mailTo, refusal, signIn, suppressAddress } from '../../support/acts'
import { letterTo, tokenFor } from '../../support/mail'
import { anOperator, eventsOf, type TestOperator } from '../../support/operators'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  type TestUser,
} from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

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
    const before = mailTo(world, person.email)
    expectOk(await act('resend', person))
    await deliverDue(world.ctx)
    expect(mailTo(world, person.email)).toBe(before + 1)
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
    const before = mailTo(world, person.email)
    await deliverDue(world.ctx)
    expect(mailTo(world, person.email)).toBe(before + 1)
    expect(await lastEvent(person)).toBe(by('verified_by_hand'))
  })

  it('verifies once beside a link, in either order', async () => {
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

  // ASVS 6.4.6
  it('starts a reset for a person: the link goes to the mailbox alone, and nothing changes until it is followed', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const before = mailTo(world, person.email)
    expect(expectOk(await act('send_reset', person))).toBeNull()
    await deliverDue(world.ctx)
    expect(mailTo(world, person.email)).toBe(before + 1)
    const letter = letterTo(world.ctx.mail, person.email, /reset-password\?token=/)
    const [, token = ''] = /reset-password\?token=([0-9a-f]{64})/.exec(letter?.text ?? '') ?? []
    expect(await lastEvent(person)).toBe(by('reset_started'))
    expect(JSON.stringify(await readPerson(world.ctx, person.user.id))).not.toContain(token)
    expect(world.logged.join('\n')).not.toContain(token)
    expect(await peekSession(world.ctx, person.jwt)).not.toBeNull()
    expectOk(await signIn(world, person.email))
    expectOk(await resetPassword(world.ctx, { token, password: 'une autre phrase de passe' }, aVisitor()))
    expect(await signIn(world, person.email)).toMatchObject(refusal('invalid_credentials'))
  })

  it('starts no reset for a disabled account or a suppressed address', async () => {
    const [disabled, suppressed] = [
      await aVerifiedUser(world, freshEmail()),
      await aVerifiedUser(world, freshEmail()),
    ]
    expectOk(await act('disable', disabled))
    await suppressAddress(world, suppressed)
    for (const person of [disabled, suppressed])
      expect(await act('send_reset', person)).toEqual(refusal('nothing_to_do'))
  })

  it('lifts a suppression', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await suppressAddress(world, person)
    expect(await act('resend', person)).toEqual(refusal('nothing_to_do'))
    expectOk(await act('lift_suppression', person))
    expect(await isSuppressed(world.ctx, person.email)).toBe(false)
    expect(await lastEvent(person)).toBe(by('suppression_lifted'))
    expectOk(await act('resend', person))
  })

  // ASVS 7.4.5
  it('ends one session, or all', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const jwts = [person.jwt]
    for (let index = 0; index < 2; index += 1)
      jwts.push(expectOk(await signIn(world, person.email)).session.jwt)
    const first = await peekSession(world.ctx, person.jwt)
    const alive = async () =>
      (await Promise.all(jwts.map((jwt) => peekSession(world.ctx, jwt)))).map((session) => session !== null)
    expectOk(await act('end_session', person, first?.handle))
    expect(await alive()).toEqual([false, true, true])
    expect(await lastEvent(person)).toBe(by('session_ended'))
    expectOk(await act('end_sessions', person))
    expect(await alive()).toEqual([false, false, false])
    expect(await lastEvent(person)).toBe(by('sessions_ended'))
  })

  // ASVS 8.2.2
  it("ends no session of somebody else's", async () => {
    const [person, other] = [
      await aVerifiedUser(world, freshEmail()),
      await aVerifiedUser(world, freshEmail()),
    ]
    const session = await peekSession(world.ctx, other.jwt)
    expect(await act('end_session', person, session?.handle)).toEqual(refusal('nothing_to_do'))
    expect(await act('end_session', person)).toEqual(refusal('invalid_input'))
    expect(await peekSession(world.ctx, other.jwt)).not.toBeNull()
  })

  // ASVS 7.4.2
  it('disables: no session, no sign-in, no mail, no link; and enables again', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    expectOk(await act('resend', person))
    const before = mailTo(world, person.email)
    expectOk(await act('disable', person))
    expect(await lastEvent(person)).toBe(by('account_disabled'))
    await deliverDue(world.ctx)
    expect(mailTo(world, person.email)).toBe(before)
    expect(await peekSession(world.ctx, person.jwt)).toBeNull()
    expect(await signIn(world, person.email)).toEqual(refusal('account_disabled'))
    expect(await verifyEmail(world.ctx, person.token, aVisitor())).toEqual(refusal('account_disabled'))
    expect(await resendLink(world.ctx, person.token, aVisitor())).toEqual(refusal('account_disabled'))
    expect(await disown(world.ctx, person.token, aVisitor())).toEqual(refusal('account_disabled'))
    expectOk(await act('enable', person))
    expect(await peekSession(world.ctx, person.jwt)).toBeNull()
    expectOk(await signIn(world, person.email))
    expectOk(await verifyEmail(world.ctx, person.token, aVisitor()))
  })

  describe('on an address', () => {
    it.each([...ADDRESS_ACTS])(
      '%s is refused once it is another than the one that was seen',
      async (name) => {
        const person = await aRegisteredUser(world, freshEmail())
        await suppressAddress(world, person)
        const another = freshEmail()
        expectOk(await changeEmail(world.ctx, another, aVisitor({ jwt: person.jwt })))
        await suppress(world.ctx, {
          recipientHash: recipientHash(another),
          reason: 'bounce',
          messageId: 1,
        })
        const before = await eventsOf(world, person.user.id)
        expect(await act(name, person)).toMatchObject(refusal('changed_meanwhile'))
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
})

it('of the history holds no address, name or secret', () => expectNobodyNamed(world, 30))
