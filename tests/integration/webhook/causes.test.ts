import { beforeAll, describe, expect, it } from 'vitest'
import { SUBJECT } from '../../../lib/account/subject'
import { changePassword } from '../../../lib/auth/account/change-password'
import { deleteOwnAccount } from '../../../lib/auth/account/delete-account'
import { endOneOwnSession, endOtherOwnSessions } from '../../../lib/auth/account/end-sessions'
import { changeEmail } from '../../../lib/auth/change-email'
import { disown } from '../../../lib/auth/disown'
import { undoEmailChange } from '../../../lib/auth/email-change/undo'
import { logout } from '../../../lib/auth/logout'
import { requestReset } from '../../../lib/auth/request-reset'
import { resetPassword } from '../../../lib/auth/reset-password'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { verifyWithCode } from '../../../lib/auth/verify-with-code'
import { verifyWithNewPassword } from '../../../lib/auth/verify-with-new-password'
import { recordMailEvent } from '../../../lib/email/report/record'
import { deliverDue } from '../../../lib/email/send/worker'
import { SendError } from '../../../lib/email/transport/send-error'
import { DAY } from '../../../lib/kernel/clock'
import { cleanUp } from '../../../lib/monitor/clean-up'
import type { ActInput } from '../../../lib/operate/acts'
import { perform } from '../../../lib/operate/perform'
import { revokeOperator } from '../../../lib/operate/roles'
import { addEndpoint } from '../../../lib/webhook/endpoint/add'
import { changeAddress, mailedToken, sessionOf, signInAnew } from '../../support/email-changes'
import { login, verifyWithPassword } from '../../support/entries'
import { codeFor } from '../../support/mail'
import { newestMessage } from '../../support/messages'
import { anOperator, type TestOperator } from '../../support/operators'
import { ProviderBrowser } from '../../support/provider-browser'
import { worldWithProvider } from '../../support/provider-world'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../support/world'

const world = worldWithProvider({ RATE_LIMIT_SCALE: '1000' })
const NEW = 'une tout autre phrase de passe'
let operator: TestOperator

beforeAll(async () => {
  operator = await anOperator(world)
  await addEndpoint(world.ctx, { url: 'https://listener.example/events', events: ['*'] })
})

const subjectOf = async (email: string): Promise<string | undefined> =>
  (await world.pool.query('select subject from users where email = $1', [email])).rows[0]?.subject

async function toldOf(subject: string | undefined): Promise<string[]> {
  const { rows } = await world.pool.query('select type from webhook_events where subject = $1 order by id', [
    subject,
  ])
  return rows.map(({ type }) => type)
}

type Cause = (person: TestUser) => Promise<unknown>

/** Events of somebody, from when `cause` begins. */
async function told(person: TestUser, cause: Cause): Promise<string[]> {
  const subject = await subjectOf(person.email)
  const before = await toldOf(subject)
  await cause(person)
  return (await toldOf(subject)).slice(before.length)
}

const act =
  (input: Pick<ActInput, 'act'> & Partial<ActInput>): Cause =>
  async ({ user, email }) =>
    expectOk(await perform(world.ctx, operator.actor, { userId: user.id, email, ...input }))

const verify: Cause = async ({ token }) => expectOk(await verifyEmail(world.ctx, token, aVisitor()))
const reset: Cause = async ({ email }) => {
  expectOk(await requestReset(world.ctx, email, aVisitor()))
  const token = await mailedToken(world, 'reset_password', email)
  expectOk(await resetPassword(world.ctx, { token, password: NEW }, aVisitor()))
}
const byProvider: Cause = ({ email }) => new ProviderBrowser().go({ email })
const remove: Cause = async ({ jwt, email }) =>
  expectOk(await deleteOwnAccount(world.ctx, await sessionOf(world, jwt), email, aVisitor({ jwt })))
const bounce =
  (type: 'hard' | 'soft'): Cause =>
  async ({ email }) => {
    const { id } = await newestMessage(world, email)
    await recordMailEvent(world.ctx, {
      type: 'bounce',
      bounce: type,
      messageId: id,
      sourceId: `${email}-${type}`,
      occurredAt: new Date(),
    })
  }

describe('signing up is told', () => {
  it('with a password', async () => {
    const { email } = await aRegisteredUser(world, freshEmail())
    expect(await toldOf(await subjectOf(email))).toEqual(['user.registered'])
  })

  it.each([
    ['that vouches for the address', true, ['user.registered', 'user.verified']],
    ['that does not', false, ['user.registered']],
  ])('through a provider %s', async (_, isVerified, types) => {
    const email = freshEmail()
    await new ProviderBrowser().go({ email, isVerified })
    expect(await toldOf(await subjectOf(email))).toEqual(types)
  })

  it('of rows that come otherwise, and not of those that a dump restores', async () => {
    const client = await world.pool.connect()
    const insert = (email: string) =>
      client.query(`insert into users (email, name, email_verified) values ($1, 'Jean', true)`, [email])
    try {
      const [one, other] = [freshEmail(), freshEmail()]
      await insert(one)
      await client.query('set check_function_bodies = off')
      await insert(other)
      expect(await toldOf(await subjectOf(one))).toEqual(['user.registered', 'user.verified'])
      expect(await toldOf(await subjectOf(other))).toEqual([])
    } finally {
      await client.query('reset check_function_bodies')
      client.release()
    }
  })
})

const UNVERIFIED: [string, Cause, string[]][] = [
  ['its link', verify, ['user.verified']],
  [
    'its code',
    async ({ user, email, jwt }) => {
      const { handle } = await sessionOf(world, jwt)
      expectOk(
        await verifyWithCode(
          world.ctx,
          { session: { handle, user }, code: codeFor(world.ctx.mail, email) },
          aVisitor(),
        ),
      )
    },
    ['user.verified'],
  ],
  [
    'the password in another browser',
    async ({ token }) =>
      expectOk(
        await verifyWithPassword(world.ctx, { token, password: PASSWORD, deviceMark: null }, aVisitor()),
      ),
    ['user.verified'],
  ],
  [
    'a new password in another browser',
    async ({ token }) =>
      expectOk(await verifyWithNewPassword(world.ctx, { token, newPassword: NEW }, aVisitor())),
    ['user.verified', 'session.ended'],
  ],
  ['a reset', reset, ['user.verified', 'session.ended']],
  ['a provider', byProvider, ['user.verified', 'session.ended']],
  ['an operator', act({ act: 'verify' }), ['user.verified']],
  [
    'nothing: the address is corrected',
    async ({ jwt }) => expectOk(await changeEmail(world.ctx, freshEmail(), aVisitor({ jwt }))),
    ['user.email_changed'],
  ],
  [
    '“this was not me”',
    async ({ token }) => expectOk(await disown(world.ctx, token, aVisitor())),
    ['session.ended', 'user.deleted'],
  ],
]

describe('somebody who signed up, and what follows', () => {
  it.each(UNVERIFIED)('is told, by %s', async (_, cause, types) => {
    expect(await told(await aRegisteredUser(world, freshEmail()), cause)).toEqual(types)
  })
})

const VERIFIED: [string, Cause, string[]][] = [
  [
    'a second visit to the link is nothing',
    async ({ token }) => verifyEmail(world.ctx, token, aVisitor()),
    [],
  ],
  ['signing in is nothing', ({ email }) => signInAnew(world, email), []],
  ['a new address', (person) => changeAddress(world, person), ['user.email_changed']],
  [
    'the former address back',
    async (person) => {
      const { undo } = await changeAddress(world, person)
      expectOk(await undoEmailChange(world.ctx, undo, aVisitor()))
    },
    ['user.email_changed', 'user.email_changed', 'session.ended'],
  ],
  ['signing out', ({ jwt }) => logout(world.ctx, aVisitor({ jwt })), ['session.ended']],
  [
    'signing in over a session',
    async ({ email, jwt }) =>
      expectOk(await login(world.ctx, { email, password: PASSWORD }, aVisitor({ jwt }))),
    ['session.ended'],
  ],
  [
    'somebody else in the same browser',
    async ({ jwt }) => {
      const other = await aVerifiedUser(world, freshEmail())
      expectOk(await login(world.ctx, { email: other.email, password: PASSWORD }, aVisitor({ jwt })))
    },
    ['session.ended'],
  ],
  [
    'ending one session',
    async ({ jwt, email }) => {
      const other = await sessionOf(world, await signInAnew(world, email))
      expectOk(
        await endOneOwnSession(world.ctx, await sessionOf(world, jwt), other.handle, aVisitor({ jwt })),
      )
    },
    ['session.ended'],
  ],
  [
    'ending all others',
    async ({ jwt, email }) => {
      for (let count = 0; count < 2; count += 1) await signInAnew(world, email)
      expectOk(await endOtherOwnSessions(world.ctx, await sessionOf(world, jwt), aVisitor({ jwt })))
    },
    ['session.ended', 'session.ended'],
  ],
  [
    'a new password: the others end, this one goes on',
    async ({ jwt, email }) => {
      await signInAnew(world, email)
      const wanted = { currentPassword: PASSWORD, newPassword: NEW, deviceMark: null }
      expectOk(await changePassword(world.ctx, await sessionOf(world, jwt), wanted, aVisitor({ jwt })))
    },
    ['session.ended'],
  ],
  ['a reset', reset, ['session.ended']],
  ['an operator ends the sessions', act({ act: 'end_sessions' }), ['session.ended']],
  ['an operator disables it', act({ act: 'disable' }), ['user.disabled', 'session.ended']],
  [
    'and enables it',
    async (person) => {
      await act({ act: 'disable' })(person)
      await act({ act: 'enable' })(person)
    },
    ['user.disabled', 'session.ended', 'user.enabled'],
  ],
  ['its person deletes it', remove, ['session.ended', 'user.deleted']],
  [
    'somebody’s own SQL deletes it',
    ({ user }) => world.pool.query('delete from users where id = $1', [user.id]),
    ['user.deleted', 'session.ended'],
  ],
  ['a letter bounces for good', bounce('hard'), ['mail.bounced']],
  [
    'a letter bounces, and then for good: once',
    async (person) => {
      await bounce('soft')(person)
      await bounce('hard')(person)
    },
    ['mail.bounced'],
  ],
  [
    'a mail server refuses the person at once',
    async (person) => {
      world.ctx.mail.fail(
        new SendError('SMTP_550', true, {
          bounce: { type: 'hard', suppresses: true, reason: 'NoSuchMailbox' },
        }),
      )
      await requestReset(world.ctx, person.email, aVisitor())
      await deliverDue(world.ctx)
    },
    ['mail.bounced'],
  ],
]

describe('somebody with a proven address', () => {
  it.each(VERIFIED)('%s', async (_, cause, types) => {
    expect(await told(await aVerifiedUser(world, freshEmail()), cause)).toEqual(types)
  })

  it('whose role is taken away', async () => {
    expect(await told(await anOperator(world), ({ email }) => revokeOperator(world.ctx, email))).toEqual([
      'session.ended',
    ])
  })
})

describe('the clean-up tells', () => {
  it('of sessions that ran out, and of accounts that nobody verified', async () => {
    const [verified, other] = [
      await aVerifiedUser(world, freshEmail()),
      await aRegisteredUser(world, freshEmail()),
    ]
    const subjects = [await subjectOf(verified.email), await subjectOf(other.email)]
    world.ctx.now.advance(8 * DAY)
    await cleanUp(world.ctx)
    expect(await toldOf(subjects[0])).toEqual(['user.registered', 'user.verified', 'session.ended'])
    expect(await toldOf(subjects[1])).toEqual(['user.registered', 'session.ended'])
    await world.pool.query(`update users set unverified_since = now() - interval '40 days' where id = $1`, [
      other.user.id,
    ])
    await cleanUp({ ...world.ctx, now: () => new Date() })
    expect((await toldOf(subjects[1])).at(-1)).toBe('user.deleted')
  })
})

describe('no event', () => {
  it('holds more of a person than the subject, and each session is named as the person sees it', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { handle } = await sessionOf(world, person.jwt)
    await remove(person)
    const { rows } = await world.pool.query('select * from webhook_events')
    expect(rows.filter(({ session }) => session === handle)).toHaveLength(1)
    expect(/@|Jean|Dupont/.test(JSON.stringify(rows))).toBe(false)
    expect(rows.filter(({ subject }) => !SUBJECT.test(subject))).toEqual([])
  })
})
