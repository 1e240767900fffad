import { beforeAll, describe, expect, it } from 'vitest'
import { eraseAccount } from '../../../lib/account/erase'
import { lockAccount } from '../../../lib/account/lock'
import { subjectOf } from '../../../lib/account/subject'
import { disown } from '../../../lib/auth/disown'
import { register } from '../../../lib/auth/register'
import { transaction } from '../../../lib/db/transaction'
import { enqueue, mailLetter } from '../../../lib/email/outbox/enqueue'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { createMailboxTransport } from '../../../lib/email/transport/mailbox/mailbox'
import { DAY } from '../../../lib/kernel/clock'
import { consume } from '../../../lib/limit/consume'
import { mintLink } from '../../../lib/link/mint'
import { expireAccounts } from '../../../lib/monitor/expire-accounts'
import { addEndpoint } from '../../../lib/webhook/endpoint/add'
import { rowsUnder, unquoted } from '../../support/documents'
import { newestMessage } from '../../support/messages'
import { type Traced, tracesOf } from '../../support/traces'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  PASSWORD,
  type TestUser,
} from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

// Else no event of anybody is written.
beforeAll(() => addEndpoint(world.ctx, { url: 'https://listener.example/events', events: ['*'] }))

/** Columns that docs/security.md says stay. */
const STAYS = rowsUnder('docs/security.md', 'What stays of a deleted account').map(([column]) =>
  unquoted(column),
)

const erase = ({ user }: TestUser) =>
  transaction(world.ctx, async (t) => {
    const account = await lockAccount(t, user.id)
    if (account) await eraseAccount(t, account, 'AccountDeleted')
  })

/** A person with a row in every table that can hold one. */
async function everywhere(): Promise<{ person: TestUser; traced: Traced }> {
  const { ctx } = world
  const person = await aVerifiedUser(world, freshEmail())
  const { id } = person.user
  const pending = freshEmail()
  const { rows } = await world.pool.query('select id, handle from sessions where user_id = $1', [id])
  const minted = await mintLink(ctx, 'change_email', { id, email: pending })
  const undo = await mintLink(ctx, 'undo_email_change', { id, email: freshEmail() })
  const account = { ...person.user, email: person.email, locale: 'fr' as const }
  await mailLetter(ctx, 'email_change', { ...account, email: pending }, minted)
  await mailLetter(ctx, 'welcome', account)
  expectOk(await consume(ctx, ['exportByAccount', String(id)], ['linkByRecipientDaily', pending]))
  const { id: messageId } = await newestMessage(world, id)
  await suppress(ctx, { recipientHash: recipientHash(person.email), reason: 'complaint', messageId })
  for (const email of ctx.mail.sent.filter(({ to }) => to === person.email))
    await createMailboxTransport(ctx).send(email)
  const secrets = [
    person.jwt,
    person.token,
    (await subjectOf(ctx, id)) ?? '',
    minted.token,
    undo.token,
    ...rows.flatMap((row) => [row.id, row.handle]),
  ]
  const traced = { user: person.user, emails: [person.email, pending], secrets, networks: ['192.0.2.1'] }
  return { person, traced }
}

// ASVS 14.2.4, 14.2.7
describe('an erased account', () => {
  it('leaves what docs/security.md lists, and no other trace in any column', async () => {
    const { person, traced } = await everywhere()
    const before = await tracesOf(world, traced)
    expect(before).toEqual([
      'email_messages.recipient_hash',
      'email_messages.sealed',
      'email_messages.user_id',
      'email_suppressions.recipient_hash',
      'email_verification_tokens.email',
      'email_verification_tokens.token_hash',
      'email_verification_tokens.user_id',
      'email_verification_uses.token_hash',
      'email_verification_uses.user_id',
      'events.actor_id',
      'events.session',
      'events.user_id',
      'mailbox_messages.sealed',
      'rate_limits.key',
      'sessions.handle',
      'sessions.id',
      'sessions.token_hash',
      'sessions.user_id',
      'signups.user_id',
      'users.email',
      'users.id',
      'users.name',
      'users.subject',
      'webhook_deliveries.subject',
      'webhook_events.subject',
    ])
    await erase(person)
    expect(await tracesOf(world, traced)).toEqual([...STAYS].sort())
  })

  it('is missed in no column: a planted remainder is found', async () => {
    const { person, traced } = await everywhere()
    await erase(person)
    const found = async (sql: string, values: unknown[]) => {
      await world.pool.query(sql, values)
      return (await tracesOf(world, traced)).filter((column) => !STAYS.includes(column))
    }
    await world.pool.query(`delete from email_messages`)
    const { email } = person
    expect(
      await found('insert into alarms (name, raised, since) values ($1, false, now())', [`at ${email}`]),
    ).toEqual(['alarms.name'])
    await world.pool.query('delete from alarms')
    const plant = `insert into email_messages (kind, status, due_at, recipient_hash) values ('welcome', 'sent', now(), $1)`
    expect(await found(plant, [recipientHash(email)])).toEqual(['email_messages.recipient_hash'])
    await world.pool.query('delete from email_messages')
    const letter = { to: email, name: 'X', locale: 'fr' as const }
    await enqueue(world.ctx, { kind: 'welcome', userId: null, letter })
    expect(await tracesOf(world, traced)).toContain('email_messages.sealed')
    await world.pool.query('delete from email_messages')
  })

  it('frees its address, and takes nothing from anybody else', async () => {
    const other = await aVerifiedUser(world, freshEmail())
    const traced = { user: other.user, emails: [other.email], secrets: [other.jwt] }
    const before = await tracesOf(world, traced)
    const { person } = await everywhere()
    await erase(person)
    expect(await tracesOf(world, traced)).toEqual(before)
    expectOk(
      await register(world.ctx, { name: 'Une Autre', email: person.email, password: PASSWORD }, aVisitor()),
    )
  })

  const aNamedPerson = async () => {
    const person = await aRegisteredUser(world, freshEmail())
    const user = { ...person.user, name: `Gone ${person.user.id}` }
    await world.pool.query('update users set name = $2 where id = $1', [user.id, user.name])
    return { ...person, traced: { user, emails: [person.email], secrets: [person.token, person.jwt] } }
  }
  const leftOf = async (traced: Traced) =>
    (await tracesOf(world, traced)).filter((column) => !STAYS.includes(column))

  it('is erased the same way by "this was not me"', async () => {
    const { token, traced } = await aNamedPerson()
    expect(await leftOf(traced)).toContain('users.email')
    expectOk(await disown(world.ctx, token, aVisitor()))
    expect(await leftOf(traced)).toEqual([])
  })

  it('is erased the same way by the clean-up', async () => {
    const { traced } = await aNamedPerson()
    world.ctx.now.advance(30 * DAY)
    expect(await expireAccounts(world.ctx, 30 * DAY)).toBeGreaterThan(0)
    expect(await leftOf(traced)).toEqual([])
  })
})
