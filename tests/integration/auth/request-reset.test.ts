import { describe, expect, it } from 'vitest'
import { requestReset } from '../../../lib/auth/request-reset'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import type { EmailAddress } from '../../../lib/kernel/email-address'
import { call } from '../../support/api'
import { letterTo } from '../../support/mail'
import { newestMessage } from '../../support/messages'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1' }, isServed: true })

const SUBJECT = 'Réinitialisez votre mot de passe'

let networks = 0
const ask = async (email: EmailAddress, of = world) => {
  networks += 1
  expectOk(await requestReset(of.ctx, email, aVisitor({ network: `192.0.2.${networks}` })))
}

const linksTo = (email: EmailAddress, of = world): number =>
  of.ctx.mail.sent.filter(({ to, subject }) => to === email && subject === SUBJECT).length

/** Somebody who may be mailed a link now: the first one is a minute old. */
async function aPerson() {
  const person = await aVerifiedUser(world, freshEmail())
  world.ctx.now.advance(MINUTE)
  return person
}

const outbox = async (of = world): Promise<number> =>
  (await of.pool.query('select count(*)::int as n from email_messages')).rows[0].n

describe('asking for a new password', () => {
  // ASVS 6.3.8, 6.4.3
  it('answers every address alike, to the letter and in every header', async () => {
    const { email } = await aPerson()
    const answers = []
    for (const address of [email, freshEmail()]) {
      const response = await call('POST', '/api/auth/forgot-password', { json: { email: address } })
      const headers = Object.fromEntries(response.headers)
      answers.push({ status: response.status, body: await response.text(), ...headers, 'x-request-id': '' })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({
      status: 202,
      body: '{"success":true,"message":"If this address has an account, a message is on its way"}',
    })
  })

  it('mails a link that works for an hour, in the person’s language', async () => {
    const { email } = await aPerson()
    await ask(email)
    await deliverDue(world.ctx)
    const letter = letterTo(world.ctx.mail, email, new RegExp(`^${SUBJECT}$`))
    expect(letter?.text).toMatch(/https:\/\/auth\.huntaze\.test\/auth\/reset-password\?token=[0-9a-f]{64}\b/)
    const { rows } = await world.pool.query(
      `select extract(epoch from expires_at - created_at)::int as lifetime, length(token_hash) as bytes
       from email_verification_tokens where email = $1 and purpose = 'reset_password'`,
      [email],
    )
    expect(rows).toEqual([{ lifetime: HOUR / SECOND, bytes: 32 }])
  })

  it('tells an account whose address is not proven yet, too', async () => {
    const { email } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    await ask(email)
    await deliverDue(world.ctx)
    expect(linksTo(email)).toBe(1)
  })

  it('records it with the link, for the account', async () => {
    const { email, user } = await aPerson()
    await ask(email)
    await deliverDue(world.ctx)
    const { rows } = await world.pool.query(
      `select type from events where user_id = $1 order by id desc limit 1`,
      [user.id],
    )
    expect(rows).toEqual([{ type: 'reset_requested' }])
  })

  it('sends nothing to unknown, disabled or suppressed addresses, and keeps no trace of them', async () => {
    const disabled = await aPerson()
    await world.pool.query('update users set disabled_at = now() where id = $1', [disabled.user.id])
    const suppressed = await aPerson()
    const messageId = (await newestMessage(world, suppressed.user.id)).id
    await suppress(world.ctx, {
      recipientHash: recipientHash(suppressed.email),
      reason: 'bounce',
      messageId,
    })
    const before = await outbox()
    const sent = world.ctx.mail.sent.length
    for (const email of [freshEmail(), disabled.email, suppressed.email]) await ask(email)
    expect(await outbox()).toBe(before + 3)
    await deliverDue(world.ctx)
    expect(await outbox()).toBe(before)
    expect(world.ctx.mail.sent.length).toBe(sent)
    const links = await world.pool.query(
      `select 1 from email_verification_tokens where user_id = any($1)
      and purpose = 'reset_password'`,
      [[disabled.user.id, suppressed.user.id]],
    )
    expect(links.rowCount).toBe(0)
  })

  it('stores an address only sealed while it waits, known or not', async () => {
    const email = freshEmail()
    await ask(email)
    const { rows } = await world.pool.query(
      `select m::text as text, recipient_hash, user_id from email_messages m order by id desc limit 1`,
    )
    expect(rows[0].text).not.toContain(email)
    expect(rows[0]).toMatchObject({ recipient_hash: null, user_id: null })
  })

  // ASVS 6.4.1
  it('keeps the limits of links to one recipient: the answer stays, and nothing is sent', async () => {
    const { email } = await aPerson()
    await ask(email)
    await ask(email)
    await deliverDue(world.ctx)
    world.ctx.now.advance(59 * SECOND)
    await ask(email)
    await deliverDue(world.ctx)
    expect(linksTo(email)).toBe(1)
    world.ctx.now.advance(SECOND)
    await ask(email)
    await deliverDue(world.ctx)
    expect(linksTo(email)).toBe(2)
  })

  it('limits a network, whoever it asks for', async () => {
    const { ctx } = await aWorld({ env: { RATE_LIMIT_SCALE: '0.05' } })
    const answers = []
    for (let count = 0; count < 4; count += 1) answers.push(await requestReset(ctx, freshEmail(), aVisitor()))
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false])
    expect(answers[3]).toMatchObject({ error: { code: 'rate_limited' } })
    expect((await requestReset(ctx, freshEmail(), aVisitor({ network: '192.0.2.2' }))).ok).toBe(true)
  })

  it('waits for its secret where that is away, holds nothing else up, and is answered then', async () => {
    const { email } = await aPerson()
    await ask(email)
    const { env } = world.ctx
    const other = {
      ...world.ctx,
      env: { ...env, authSecrets: ['another secret of the same length!'] },
    }
    expect(await deliverDue(other)).toMatchObject({ sent: 0 })
    expect(linksTo(email)).toBe(0)
    world.ctx.now.advance(MINUTE)
    await deliverDue(world.ctx)
    expect(linksTo(email)).toBe(1)
  })

  it('is answered once by any number of workers', async () => {
    const { email } = await aPerson()
    await ask(email)
    await Promise.all(Array.from({ length: 6 }, () => deliverDue(world.ctx)))
    expect(linksTo(email)).toBe(1)
  })

  it('loses nothing when a worker dies before it commits', async () => {
    const { email } = await aPerson()
    await ask(email)
    const dying = { ...world.ctx, log: world.ctx.log, db: dyingDatabase() }
    await expect(deliverDue(dying)).rejects.toThrow('killed')
    await deliverDue(world.ctx)
    expect(linksTo(email)).toBe(1)
  })
})

/** A database whose transactions all die at their end. */
function dyingDatabase(): typeof world.ctx.db {
  const { db } = world.ctx
  return new Proxy(db, {
    get: (target, name) =>
      name === 'transaction'
        ? (work: Parameters<typeof db.transaction>[0]) =>
            db.transaction(async (t) => {
              await work(t)
              throw new Error('killed')
            })
        : Reflect.get(target, name, target),
  })
}
