import { describe, expect, it } from 'vitest'
import { changePassword } from '../../../../lib/auth/account/change-password'
import { changeProfile } from '../../../../lib/auth/account/change-profile'
import { deleteOwnAccount } from '../../../../lib/auth/account/delete-account'
import { requestEmailChange } from '../../../../lib/auth/email-change/request'
import { register } from '../../../../lib/auth/register'
import { verifyEmail } from '../../../../lib/auth/verify-email'
import { mailLetter } from '../../../../lib/email/outbox/enqueue'
import { deliverDue } from '../../../../lib/email/send/worker'
import { DAY } from '../../../../lib/kernel/clock'
import type { MailTransport } from '../../../../lib/kernel/ports'
import { mintLink } from '../../../../lib/link/mint'
import { grantOperator } from '../../../../lib/operate/roles'
import { type ActiveSession, readSession } from '../../../../lib/session/read'
import { rowsUnder, unquoted } from '../../../support/documents'
import { login } from '../../../support/entries'
import { anOperator, eventsOf } from '../../../support/operators'
import { tracesOf } from '../../../support/traces'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1000' } })

const STAYS = rowsUnder('docs/security.md', 'What stays of a deleted account').map(([column]) =>
  unquoted(column),
)

const ROUNDS = 8

async function sessionOf(jwt: string): Promise<ActiveSession> {
  const session = await readSession(world.ctx, jwt)
  if (!session) throw new Error('no session')
  return session
}

const remove = async (person: TestUser, session?: ActiveSession) =>
  deleteOwnAccount(
    world.ctx,
    session ?? (await sessionOf(person.jwt)),
    person.email,
    aVisitor({ jwt: person.jwt }),
  )

const another = async ({ email }: TestUser) =>
  expectOk(await login(world.ctx, { email, password: PASSWORD }, aVisitor())).session.jwt

/** Traces that docs/security.md does not name, once the farewell has left. */
async function traces({ user, email }: TestUser): Promise<string[]> {
  await deliverDue(world.ctx)
  const name = `Person ${user.id}`
  const found = await tracesOf(world, { user: { ...user, name }, emails: [email] })
  return found.filter((column) => !STAYS.includes(column))
}

async function aPerson(): Promise<TestUser> {
  const person = await aVerifiedUser(world, freshEmail())
  await world.pool.query('update users set name = $2 where id = $1', [
    person.user.id,
    `Person ${person.user.id}`,
  ])
  return person
}

const farewells = ({ email }: TestUser) =>
  world.ctx.mail.sent.filter(({ to, subject }) => to === email && subject === 'Votre compte a été supprimé')

function aSignal(): { given: Promise<void>; give(): void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

type Outcome = { ok: boolean; error?: { code: string } }
const codeOf = (result: Outcome) => (result.ok ? 'ok' : result.error?.code)

describe('an account deleted by its person', () => {
  // ASVS 14.2.4, 14.2.7
  it('is told by its events alone, by number, and says farewell once', async () => {
    const person = await aPerson()
    expectOk(await remove(person))
    expect(await traces(person)).toEqual([])
    expect(farewells(person)).toHaveLength(1)
    expect(await eventsOf(world, person.user.id)).toEqual(['registered', 'email_verified', 'account_deleted'])
    const { rows } = await world.pool.query(
      `select session is not null as "hasSession", network is not null as "hasNetwork" from events
       where user_id = $1 and type = 'account_deleted'`,
      [person.user.id],
    )
    expect(rows).toEqual([{ hasSession: true, hasNetwork: true }])
  })

  it('stays when the typed address is another', async () => {
    const person = await aPerson()
    const session = await sessionOf(person.jwt)
    const refused = await deleteOwnAccount(world.ctx, session, freshEmail(), aVisitor())
    expect(refused).toMatchObject({ error: { code: 'invalid_input' } })
    expect(await traces(person)).toContain('users.email')
  })

  it('of a never-proven address says farewell once a day at most', async () => {
    const scale = { ...world.ctx, env: { ...world.ctx.env, rateLimitScale: 1 } }
    const email = freshEmail()
    const sent = async () => {
      const input = { name: 'Jean Dupont', email, password: PASSWORD }
      const { session, user } = expectOk(await register(scale, input, aVisitor()))
      expectOk(await deleteOwnAccount(scale, await sessionOf(session.jwt), email, aVisitor()))
      await deliverDue(world.ctx)
      return farewells({ email, user, jwt: '', token: '' }).length
    }
    expect([await sent(), await sent()]).toEqual([1, 1])
    world.ctx.now.advance(DAY)
    expect(await sent()).toBe(2)
  })
})

describe('beside other acts', () => {
  it('a message that is being sent may arrive, and its row is nobody’s', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await world.pool.query('update users set name = $2 where id = $1', [
      person.user.id,
      `Person ${person.user.id}`,
    ])
    const jwt = await another(person)
    const account = { ...person.user, locale: 'fr' as const }
    await mailLetter(world.ctx, 'verification', account, await mintLink(world.ctx, 'verify_email', account))
    const [started, goOn] = [aSignal(), aSignal()]
    const mail: MailTransport = {
      name: 'mailbox',
      async send() {
        started.give()
        await goOn.given
        return { providerMessageId: 'late', messageId: '<late@example.com>' }
      },
    }
    const sending = deliverDue({ ...world.ctx, mail })
    await started.given
    expectOk(await remove({ ...person, jwt }))
    goOn.give()
    await sending
    const { rows } = await world.pool.query(
      `select status, user_id, recipient_hash, sealed from email_messages where provider_message_id = 'late'`,
    )
    expect(rows[0]).toEqual({ status: 'dead', user_id: null, recipient_hash: null, sealed: null })
    expect(await traces(person)).toEqual([])
  })

  it('a link that is used at the same time brings nothing back', async () => {
    const outcomes = new Set<string | undefined>()
    for (let round = 0; round < ROUNDS; round += 1) {
      const person = await aRegisteredUser(world, freshEmail())
      const [verified, deleted] = await Promise.all([
        verifyEmail(world.ctx, person.token, aVisitor()),
        remove(person),
      ])
      expectOk(deleted)
      outcomes.add(codeOf(verified))
      expect((await traces(person)).filter((column) => column !== 'users.name')).toEqual([])
    }
    for (const outcome of outcomes) expect(['ok', 'invalid_token']).toContain(outcome)
  })

  const visitor = aVisitor()
  it.each([
    ['changes the name', (s: ActiveSession) => changeProfile(world.ctx, s, { name: 'Autre Nom' }, visitor)],
    [
      'changes the password',
      (s: ActiveSession) =>
        changePassword(
          world.ctx,
          s,
          { currentPassword: PASSWORD, newPassword: 'une phrase toute neuve et longue', deviceMark: null },
          visitor,
        ),
    ],
    ['asks for a new address', (s: ActiveSession) => requestEmailChange(world.ctx, freshEmail(), s, visitor)],
    ['deletes it too', (s: ActiveSession) => deleteOwnAccount(world.ctx, s, s.user.email, visitor)],
  ] as const)('another session that %s leaves nothing', async (_what, act) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const person = await aPerson()
      const [own, other] = await Promise.all([sessionOf(person.jwt), another(person).then(sessionOf)])
      const acting: Promise<Outcome> = act(other)
      const [acted, deleted] = await Promise.all([acting, remove(person, own)])
      // A password that changed first ended this session, so that the account stays.
      if (!deleted.ok && !_what.startsWith('deletes')) {
        expect([codeOf(acted), codeOf(deleted)]).toEqual(['ok', 'unauthenticated'])
        continue
      }
      expect([acted, deleted].map(codeOf)).toContain('ok')
      expect(['ok', 'unauthenticated']).toContain(codeOf(acted))
      expect(await traces(person)).toEqual([])
      expect(farewells(person)).toHaveLength(1)
    }
  })

  it('a sign-in leaves no session, and a registration gets the address or is told it is used', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const person = await aPerson()
      const { email } = person
      const [deleted, signedIn, registered] = await Promise.all([
        remove(person),
        login(world.ctx, { email, password: PASSWORD }, aVisitor()),
        register(world.ctx, { name: 'Une Autre', email, password: PASSWORD }, aVisitor()),
      ])
      expectOk(deleted)
      expect(['ok', 'invalid_credentials']).toContain(codeOf(signedIn))
      expect(['ok', 'email_taken']).toContain(codeOf(registered))
      const { rows } = await world.pool.query('select 1 from sessions where user_id = $1', [person.user.id])
      expect(rows).toEqual([])
    }
  })
})

describe('operators', () => {
  // ASVS 8.2.1
  it('leave but for the last who can sign in, also two at once', async () => {
    const [one, two] = [await anOperator(world), await anOperator(world)]
    await world.pool.query(`update users set role = 'member' where id not in ($1, $2)`, [
      one.user.id,
      two.user.id,
    ])
    const results = await Promise.all([remove(one), remove(two)])
    expect(results.map(codeOf).sort()).toEqual(['last_operator', 'ok'])
    const last = results[0]?.ok ? two : one
    const idle = await anOperator(world)
    await world.pool.query('update users set disabled_at = now() where id = $1', [idle.user.id])
    expect(await remove(last)).toMatchObject({ error: { code: 'last_operator' } })
    expect(await grantOperator(world.ctx, idle.email)).toBe('enabled')
    expectOk(await remove(last))
  })
})
