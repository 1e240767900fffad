import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requestEmailChange } from '../../../lib/auth/email-change/request'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { liftSuppression } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { actOnDeadMail } from '../../../lib/operate/dead-mail/act'
import { DEAD_MAIL_ACTS, type DeadMailActInput } from '../../../lib/operate/dead-mail/acts'
import { readDeadMail } from '../../../lib/operate/dead-mail/read'
import { justDoneAmong } from '../../../lib/operate/just-done'
import { expectNobodyNamed, mailTo, suppressAddress } from '../../support/acts'
import { mailedToken, sessionOf } from '../../support/email-changes'
import { tokenFor } from '../../support/mail'
import { anOperator, eventsOf, type TestOperator } from '../../support/operators'
import { aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { deadWorld } from '../email/dead/dead-world'

const { world, aLostPerson, messagesOf } = deadWorld()

let operator: TestOperator

beforeAll(async () => {
  operator = await anOperator(world)
})

beforeEach(() => world.pool.query('delete from email_messages'))

const act = (input: DeadMailActInput, by = operator) => actOnDeadMail(world.ctx, by.actor, input)
const resend = (id: number) => act({ act: 'resend', id })
const refused = (code: string) => ({ ok: false, error: { code } })
const change = (sql: string, ...values: unknown[]) => world.pool.query(sql, values)

/** Lets the newest message of a person die as it would have, and gives its number. */
async function kill(userId: number, code = 'PolicyRefused'): Promise<number> {
  const { rows } = await change(
    `update email_messages set status = 'dead', sealed = null, last_error = $2, settled_at = $3
     where id = (select max(id) from email_messages where user_id = $1) returning id`,
    userId,
    code,
    world.ctx.now(),
  )
  return Number(rows[0].id)
}

describe('an operator', () => {
  it('sends a dead message again, with a fresh link, which is recorded', async () => {
    const person = await aLostPerson()
    world.ctx.now.advance(2 * DAY)
    const other = await anOperator(world)
    expectOk(await actOnDeadMail(world.ctx, other.actor, { act: 'resend', id: person.message }))
    await deliverDue(world.ctx)
    expect(tokenFor(world.ctx.mail, person.email)).not.toBe(person.token)
    expectOk(await verifyEmail(world.ctx, tokenFor(world.ctx.mail, person.email), aVisitor()))
    expect(await eventsOf(world, person.user.id)).toContain(`message_resent by ${other.user.id}`)
    operator = other
  })

  it('and another one who press at once send it once', async () => {
    const [person, other] = [await aLostPerson(), await anOperator(world)]
    const input = { act: 'resend', id: person.message } as const
    const done = await Promise.all([act(input), act(input, other), act(input), act(input, other)])
    expect(done.filter(({ ok }) => ok)).toHaveLength(1)
    expect(done.filter((one) => !one.ok)).toEqual(
      Array(3).fill(expect.objectContaining(refused('nothing_to_do'))),
    )
    expect(await messagesOf(person)).toHaveLength(2)
  })

  it('asks for all of a cause, which is recorded with their number', async () => {
    await aLostPerson()
    await aLostPerson()
    expectOk(await act({ act: 'resend_cause', cause: 'IdentityNotVerified' }))
    expect(await act({ act: 'resend_cause', cause: 'IdentityNotVerified' })).toMatchObject(
      refused('nothing_to_do'),
    )
    expect((await readDeadMail(world.ctx)).causes).toMatchObject([{ open: 0, wished: 2 }])
    const { rows } = await world.pool.query(
      'select type, detail, actor_id from events order by id desc limit 1',
    )
    expect(rows).toEqual([
      { type: 'messages_resent', detail: 'IdentityNotVerified: 2', actor_id: String(operator.user.id) },
    ])
    const claim = (claimed: string) =>
      justDoneAmong(world.ctx, DEAD_MAIL_ACTS, { claimed, operatorId: operator.user.id })
    expect([await claim('resend_cause'), await claim('anything')]).toEqual(['resend_cause', undefined])
    await expectNobodyNamed(world, 5)
  })

  it('who was stopped meanwhile, or is none, does nothing', async () => {
    const [person, other] = [await aLostPerson(), await anOperator(world)]
    await change('delete from sessions where user_id = $1', other.user.id)
    const input = { act: 'resend', id: person.message } as const
    expect(await act(input, other)).toMatchObject(refused('unauthenticated'))
    expect(await resend(999_999_999)).toMatchObject(refused('not_found'))
    expect(await act({ act: 'resend' })).toMatchObject(refused('invalid_input'))
    expect(await act({ act: 'resend_cause' })).toMatchObject(refused('invalid_input'))
    expect(await messagesOf(person)).toHaveLength(1)
  })

  it('reads causes and people, without addresses, and no cause that is none', async () => {
    const person = await aLostPerson('PolicyRefused')
    await aLostPerson('IdentityNotVerified')
    await aLostPerson('AddressCorrected')
    const { causes, messages } = await readDeadMail(world.ctx)
    expect(causes.map(({ cause, open }) => [cause, open])).toEqual([
      ['IdentityNotVerified', 1],
      ['PolicyRefused', 1],
    ])
    expect(messages).toHaveLength(2)
    expect(JSON.stringify({ causes, messages })).not.toContain('@')
    const ofOne = await readDeadMail(world.ctx, 'PolicyRefused')
    expect(ofOne.messages.map(({ userId }) => userId)).toEqual([person.user.id])
    expect((await readDeadMail(world.ctx, "x' or true --")).cause).toBeUndefined()
    expect((await readDeadMail(world.ctx, ['a', 'b'])).cause).toBeUndefined()
  })
})

describe('a message is refused', () => {
  it('whose person is disabled, until they are enabled again', async () => {
    const person = await aLostPerson()
    await change('update users set disabled_at = now() where id = $1', person.user.id)
    expect(await resend(person.message)).toMatchObject(refused('recipient_disabled'))
    expect((await readDeadMail(world.ctx)).messages).toMatchObject([{ obstacle: 'recipient_disabled' }])
    await change('update users set disabled_at = null where id = $1', person.user.id)
    expectOk(await resend(person.message))
  })

  it('whose address is suppressed, until that is lifted', async () => {
    const person = await aLostPerson('Suppressed')
    await suppressAddress(world, person)
    expect(await resend(person.message)).toMatchObject(refused('recipient_suppressed'))
    expect((await readDeadMail(world.ctx)).messages).toMatchObject([{ obstacle: 'recipient_suppressed' }])
    await liftSuppression(world.ctx, person.email)
    expectOk(await resend(person.message))
  })

  it('whose account is gone', async () => {
    const person = await aLostPerson()
    await change('update email_messages set user_id = null where id = $1', person.message)
    expect((await readDeadMail(world.ctx)).messages).toMatchObject([{ obstacle: 'recipient_gone' }])
    expect(await resend(person.message)).toMatchObject(refused('recipient_gone'))
    expect((await readDeadMail(world.ctx)).messages).toEqual([])
    expect(await resend(person.message)).toMatchObject(refused('nothing_to_do'))
  })

  it('whose account has another address by now', async () => {
    const person = await aLostPerson()
    await change('update users set email = $2 where id = $1', person.user.id, freshEmail())
    expect(await resend(person.message)).toMatchObject(refused('recipient_moved'))
  })

  it('that asks to verify what is verified', async () => {
    const person = await aLostPerson()
    expectOk(await verifyEmail(world.ctx, person.token, aVisitor()))
    await change(`delete from email_messages where kind = 'welcome'`)
    expect(await resend(person.message)).toMatchObject(refused('message_answered'))
  })

  it('of which a newer one was written', async () => {
    const person = await aLostPerson()
    await change(
      `insert into email_messages (user_id, kind, status, due_at) values ($1, 'verification', 'sent', now())`,
      person.user.id,
    )
    expect(await resend(person.message)).toMatchObject(refused('message_superseded'))
  })

  it.each(['new_device', 'factor_added', 'email_changed', 'account_deleted'])(
    'whose content was erased (%s)',
    async (kind) => {
      const person = await aLostPerson()
      await change('update email_messages set kind = $2 where id = $1', person.message, kind)
      expect((await readDeadMail(world.ctx)).messages).toMatchObject([{ obstacle: 'content_erased' }])
      expect(await resend(person.message)).toMatchObject(refused('content_erased'))
    },
  )

  it('that arrived after all, waits, or was sent', async () => {
    const person = await aLostPerson()
    for (const status of ['delivered', 'sent', 'bounced']) {
      await change('update email_messages set status = $2 where id = $1', person.message, status)
      expect(await resend(person.message)).toMatchObject(refused('nothing_to_do'))
    }
  })
})

describe('written anew is', () => {
  it('a new address’s link, while the change is pending', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const wanted = freshEmail()
    const session = await sessionOf(world, person.jwt)
    expectOk(await requestEmailChange(world.ctx, wanted, session, aVisitor({ jwt: person.jwt })))
    const id = await kill(person.user.id)
    expectOk(await resend(id))
    expect(await mailedToken(world, 'change_email', wanted)).toHaveLength(64)
    await change(`update email_messages set resend_result = null where id = $1`, id)
    await change(`delete from email_messages where id > $1`, id)
    world.ctx.now.advance(DAY + MINUTE)
    operator = await anOperator(world)
    expect(await resend(id)).toMatchObject(refused('message_answered'))
  })

  it('a link for a new password, unless one was chosen since', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const reset = () =>
      change(
        `insert into email_messages (user_id, kind, status, last_error, due_at, created_at, settled_at)
         values ($1, 'password_reset', 'dead', 'PolicyRefused', $2, $2, $2) returning id`,
        person.user.id,
        world.ctx.now(),
      ).then(({ rows }) => Number(rows[0].id))
    expectOk(await resend(await reset()))
    expect(await mailedToken(world, 'reset_password', person.email)).toHaveLength(64)
    const id = await reset()
    await change(
      `insert into email_messages (user_id, kind, status, due_at) values ($1, 'password_changed', 'sent', now())`,
      person.user.id,
    )
    expect(await resend(id)).toMatchObject(refused('message_answered'))
  })

  it.each(['password_changed', 'recovery_code_used', 'welcome', 'address_in_use'])('%s', async (kind) => {
    const person = await aVerifiedUser(world, freshEmail())
    const id = await kill(person.user.id)
    await change(
      'update email_messages set kind = $2, created_at = $3 where id = $1',
      id,
      kind,
      '2026-02-03T04:05:00Z',
    )
    const before = mailTo(world, person.email)
    expectOk(await resend(id))
    await deliverDue(world.ctx)
    expect(mailTo(world, person.email)).toBe(before + 1)
    // The notice tells the moment of the first message, and not of this one.
    if (/changed|used/.test(kind)) expect(world.ctx.mail.sent.at(-1)?.text).toMatch(/3 février/)
  })
})
