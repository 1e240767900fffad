import { compareSync } from '@node-rs/bcrypt'
import { describe, expect, it } from 'vitest'
import { deleteOwnAccount } from '../../../lib/auth/account/delete-account'
import { readVerificationStatus } from '../../../lib/auth/read-verification-status'
import { register } from '../../../lib/auth/register'
import { resendLink } from '../../../lib/auth/resend-link'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, SECOND } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { LIMITS } from '../../../lib/limit/table'
import { readSession } from '../../../lib/session/read'
import { linkIn } from '../../support/mail'
import { aVisitor, expectOk, freshEmail, PASSWORD, type World } from '../../support/world'
import { aWorld, sharedWorld } from '../../support/world-lifetime'

const jean = { name: 'Jean Dupont', email: toEmailAddress('jean@example.com'), password: PASSWORD }
const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

describe('registration', () => {
  it('makes the account, the token, the session and the message, all at once', async () => {
    const { ctx, pool } = world
    const { user, session } = expectOk(await register(ctx, jean, aVisitor({ network: '198.51.100.1' })))
    expect(user).toEqual({
      id: expect.any(Number),
      name: 'Jean Dupont',
      email: 'jean@example.com',
      emailVerified: false,
    })

    const stored = (await pool.query('select * from users where id = $1', [user.id])).rows[0]
    expect(stored).toMatchObject({ name: 'Jean Dupont', email: 'jean@example.com', email_verified: false })
    expect(compareSync(PASSWORD, stored.password_hash)).toBe(true)

    const token = (await pool.query('select * from email_verification_tokens where user_id = $1', [user.id]))
      .rows[0]
    expect(token.email).toBe('jean@example.com')
    expect(token.expires_at.getTime()).toBe(ctx.now().getTime() + DAY)

    const row = (await pool.query('select * from sessions where user_id = $1', [user.id])).rows[0]
    expect(row.expires_at.getTime()).toBe(ctx.now().getTime() + 7 * DAY)
    expect(session.expiresAt.getTime()).toBe(row.expires_at.getTime())
    expect((await readSession(ctx, session.jwt))?.user).toEqual(user)
    expect(await readVerificationStatus(ctx, user)).toMatchObject({ message: { state: 'queued' } })
  })

  // ASVS 6.4.1, 6.5.4
  it('mails the contract’s message, with a link of 64 hexadecimal characters under APP_URL', async () => {
    await deliverDue(world.ctx)
    const [email] = world.ctx.mail.sent
    expect(email).toMatchObject({
      from: 'Huntaze <noreply@huntaze.com>',
      to: 'jean@example.com',
      subject: 'Vérifiez votre email',
    })
    for (const body of [email?.html ?? '', email?.text ?? '']) {
      expect(body).toContain('Bienvenue')
      expect(body).toContain(linkIn(email).href)
    }
    expect(email?.html).toContain('Vérifier mon email')
    expect(linkIn(email).origin).toBe('https://auth.huntaze.test')
    expect(linkIn(email).searchParams.get('token')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('greets English readers in English', async () => {
    const email = freshEmail()
    await register(world.ctx, { ...jean, email }, aVisitor({ locale: 'en' }))
    await deliverDue(world.ctx)
    expect(world.ctx.mail.sent.at(-1)?.subject).toBe('Verify your email')
  })

  it('refuses a taken address, and leaves the account as it was', async () => {
    const before = (await world.pool.query('select * from users order by id')).rows
    const refused = await register(
      world.ctx,
      { ...jean, name: 'Somebody Else', password: 'another long passphrase' },
      aVisitor(),
    )
    expect(refused).toEqual({
      ok: false,
      error: { code: 'email_taken', fields: [{ field: 'email', code: 'email_taken' }] },
    })
    expect((await world.pool.query('select * from users order by id')).rows).toEqual(before)
  })

  it('refuses a weak password before any work', async () => {
    const email = freshEmail()
    const refused = await register(world.ctx, { ...jean, email, password: 'password1' }, aVisitor())
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', fields: [{ field: 'password' }] },
    })
    expect((await world.pool.query('select 1 from users where email = $1', [email])).rowCount).toBe(0)
  })

  // ASVS 7.2.4
  it('ends the session that the browser held before', async () => {
    const first = expectOk(await register(world.ctx, { ...jean, email: freshEmail() }, aVisitor()))
    await register(world.ctx, { ...jean, email: freshEmail() }, aVisitor({ jwt: first.session.jwt }))
    expect(await readSession(world.ctx, first.session.jwt)).toBeNull()
  })
})

describe('twenty simultaneous registrations of one address', () => {
  const race = (context: World) =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        register(
          context.ctx,
          { ...jean, email: toEmailAddress('race@example.com'), name: `Jean ${index}` },
          aVisitor(),
        ),
      ),
    )

  // ASVS 2.3.4, 15.4.2
  it('make one account, one message, one session, and nineteen refusals', async () => {
    const results = await race(world)
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok && result.error.code === 'email_taken')).toHaveLength(19)
    const { rows } = await world.pool.query(`
      select (select count(*)::int from users where email = 'race@example.com') as users,
             (select count(*)::int from sessions s join users u on u.id = s.user_id where u.email = 'race@example.com') as sessions,
             (select count(*)::int from email_messages m join users u on u.id = m.user_id where u.email = 'race@example.com') as messages`)
    expect(rows[0]).toEqual({ users: 1, sessions: 1, messages: 1 })
  })

  it('would make more without the unique index: the control', async () => {
    const control = await aWorld({ env: { RATE_LIMIT_SCALE: '100' } })
    // Each transaction stays open for a moment, so that others begin before its commit, on a slow machine too.
    await control.pool.query(`
      drop index users_email_key;
      create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(0.2); return new; end $$;
      create trigger linger before insert on sessions for each row execute function linger()`)
    const results = await race(control)
    expect(results.filter((result) => result.ok).length).toBeGreaterThan(1)
  })
})

// ASVS 2.3.3
describe('a fault at any statement of the transaction', () => {
  it.each(['users', 'email_verification_tokens', 'email_messages', 'sessions'])(
    'in %s leaves nothing behind',
    async (table) => {
      const broken = await aWorld()
      await broken.pool.query(`
        create function fail() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
        create trigger fail before insert on ${table} for each row execute function fail()`)
      await expect(register(broken.ctx, jean, aVisitor())).rejects.toThrow()
      const counts = await broken.pool.query(`
        select (select count(*) from users) + (select count(*) from email_verification_tokens)
             + (select count(*) from email_messages) + (select count(*) from sessions) as rows`)
      expect(Number(counts.rows[0].rows)).toBe(0)
    },
  )
})

describe('limits', () => {
  // ASVS 2.3.2, 2.4.1
  it('stop the 61st registration of a network within the hour, and not the first of the next', async () => {
    const limited = await aWorld()
    const attempt = () =>
      register(
        limited.ctx,
        { ...jean, email: freshEmail(), password: 'password1' },
        aVisitor({ network: '203.0.113.5' }),
      )
    for (let index = 0; index < 60; index += 1) expect((await attempt()).ok).toBe(false)
    expect(await attempt()).toMatchObject({ error: { code: 'rate_limited', retryAfter: 3600 } })
    limited.ctx.now.advance(3599 * SECOND)
    expect(await attempt()).toMatchObject({ error: { code: 'rate_limited', retryAfter: 1 } })
    limited.ctx.now.advance(SECOND)
    expect(await attempt()).toMatchObject({ error: { code: 'invalid_input' } })
  })

  // ASVS 2.4.1
  it('mail an address no more than allowed, however often it signs up and leaves', async () => {
    const { ctx } = await aWorld()
    const email = freshEmail()
    const { hits } = LIMITS.linkByRecipientHourly
    const signUp = async () => expectOk(await register(ctx, { ...jean, email }, aVisitor()))
    for (let index = 0; index < hits; index += 1) {
      const { session } = await signUp()
      await deliverDue(ctx)
      const active = await readSession(ctx, session.jwt)
      if (!active) throw new Error('no session')
      expectOk(await deleteOwnAccount(ctx, active, email, aVisitor()))
    }
    const last = await signUp()
    await deliverDue(ctx)
    expect(ctx.mail.sent.filter(({ subject }) => subject === 'Vérifiez votre email')).toHaveLength(hits)
    const waiting = await readVerificationStatus(ctx, last.user)
    expect(waiting.message).toBeNull()
    expect(waiting.retryAfter).toBeGreaterThan(0)
    ctx.now.advance(waiting.retryAfter * SECOND)
    expectOk(await resendLink(ctx, undefined, aVisitor({ jwt: last.session.jwt })))
  })
})
