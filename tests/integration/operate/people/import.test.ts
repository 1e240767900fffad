import { describe, expect, it } from 'vitest'
import { SUBJECT } from '../../../../lib/account/subject'
import { resendLink } from '../../../../lib/auth/resend-link'
import { verifyEmail } from '../../../../lib/auth/verify-email'
import { deliverDue } from '../../../../lib/email/send/worker'
import { DAY } from '../../../../lib/kernel/clock'
import { toEmailAddress } from '../../../../lib/kernel/email-address'
import { readAccounts } from '../../../../lib/monitor/count/accounts'
import { expireAccounts } from '../../../../lib/monitor/expire-accounts'
import { readReport } from '../../../../lib/monitor/panel/read-report'
import { addEndpoint } from '../../../../lib/webhook/endpoint/add'
import { changeAddress } from '../../../support/email-changes'
import { login, verifyWithPassword } from '../../../support/entries'
import { FOREIGN_HASHES, FOREIGN_PASSWORD } from '../../../support/foreign-hashes'
import { tokenFor } from '../../../support/mail'
import { eventsOf } from '../../../support/operators'
import { importLines } from '../../../support/people'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, PASSWORD } from '../../../support/world'
import { worldPerTest } from '../../../support/world-lifetime'

const world = worldPerTest({ env: { RATE_LIMIT_SCALE: '1000' } })

const ADA = { email: 'ada@example.com', name: 'Ada' }
const ada = toEmailAddress(ADA.email)

async function rowOf(email: string) {
  const { rows } = await world.pool.query('select * from users where email = $1', [email])
  return rows[0]
}

/** Everything that an import may write. */
async function everything() {
  const counts = ['users', 'events', 'signups', 'tally_marks', 'email_messages', 'sessions'].map(
    (table) => `(select count(*)::int from ${table}) as ${table}`,
  )
  const { rows } = await world.pool.query(`select ${counts.join(', ')}, (select max(id) from users) as last`)
  return rows[0]
}

const signIn = (email: string, password: string) =>
  login(world.ctx, { email: toEmailAddress(email), password }, aVisitor())

describe('an imported person', () => {
  it.each(Object.entries(FOREIGN_HASHES))(
    'signs in with the password of %s, whose hash ours replaces',
    async (_format, passwordHash) => {
      await importLines(world, [{ ...ADA, passwordHash, emailVerified: true }])
      const wrong = await signIn(ada, `${FOREIGN_PASSWORD}x`)
      expect(wrong).toEqual(await signIn('nobody@example.com', FOREIGN_PASSWORD))
      expect((await rowOf(ada)).password_hash).toBe(`imported:${passwordHash}`)
      expectOk(await signIn(ada, FOREIGN_PASSWORD))
      // The first browser, and the import before it, are no news to anybody.
      await deliverDue(world.ctx)
      expect(world.ctx.mail.sent).toHaveLength(0)
      expect((await rowOf(ada)).password_hash).toMatch(/^\$2b\$04\$/)
      expectOk(await signIn(ada, FOREIGN_PASSWORD))
      expect(await signIn(ada, `${FOREIGN_PASSWORD}x`)).toEqual(wrong)
    },
  )

  it('has what the line says, and what every row has', async () => {
    const line = { ...ADA, emailVerified: true, locale: 'en', createdAt: '2019-05-06T07:08:09.123+02:00' }
    await importLines(world, [line, { email: 'bob@example.com', name: 'Bob' }])
    const row = await rowOf(ada)
    expect(row).toMatchObject({
      name: 'Ada',
      password_hash: null,
      email_verified: true,
      locale: 'en',
      role: 'member',
      disabled_at: null,
      password_changed_at: null,
      unverified_since: null,
      device_known: false,
      created_at: new Date('2019-05-06T05:08:09.123Z'),
      updated_at: world.ctx.now(),
    })
    expect(row.subject).toMatch(SUBJECT)
    expect(row.network_key).not.toBeNull()
    expect(await rowOf('bob@example.com')).toMatchObject({
      email_verified: false,
      locale: 'fr',
      created_at: world.ctx.now(),
    })
    expect(await eventsOf(world, Number(row.id))).toEqual(['imported by command'])
  })

  it('without a password signs in with none', async () => {
    await importLines(world, [ADA])
    for (const password of ['', 'null', 'imported:'])
      expect((await signIn(ada, password || 'x')).ok).toBe(false)
  })

  it('who never proved the address proves it by a link, asked for after signing in, and never expires', async () => {
    const passwordHash = FOREIGN_HASHES['PBKDF2 of Django 5.2, short']
    await importLines(world, [{ ...ADA, passwordHash }])
    world.ctx.now.advance(100 * DAY)
    expect(await expireAccounts(world.ctx, 30 * DAY)).toBe(0)
    const { session } = expectOk(await signIn(ada, FOREIGN_PASSWORD))
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt: session.jwt })))
    await deliverDue(world.ctx)
    expectOk(await verifyEmail(world.ctx, tokenFor(world.ctx.mail, ada), aVisitor({ jwt: session.jwt })))
    expect((await rowOf(ada)).email_verified).toBe(true)
  })

  it('gets our hash also where link and password sign in together', async () => {
    const passwordHash = FOREIGN_HASHES['bcrypt 2y of libxcrypt'] ?? ''
    await importLines(world, [{ ...ADA, passwordHash }])
    const { session } = expectOk(await signIn(ada, FOREIGN_PASSWORD))
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt: session.jwt })))
    await deliverDue(world.ctx)
    await world.pool.query('update users set password_hash = $1', [`imported:${passwordHash}`])
    const proof = { token: tokenFor(world.ctx.mail, ada), password: FOREIGN_PASSWORD, deviceMark: null }
    expectOk(await verifyWithPassword(world.ctx, proof, aVisitor()))
    expect((await rowOf(ada)).password_hash).toMatch(/^\$2b\$04\$/)
  })

  it('is told to other services as every new account is', async () => {
    await addEndpoint(world.ctx, { url: 'https://listener.example/events', events: ['*'] })
    await importLines(world, [
      { ...ADA, emailVerified: true },
      { email: 'bob@example.com', name: 'Bob' },
    ])
    const { rows } = await world.pool.query(
      'select email, type from webhook_events e join users u using (subject) order by e.id',
    )
    expect(rows).toEqual([
      { email: ada, type: 'user.registered' },
      { email: ada, type: 'user.verified' },
      { email: 'bob@example.com', type: 'user.registered' },
    ])
  })
})

describe('an import', () => {
  it('counts among the accounts, and never in the funnel of sign-ups', async () => {
    await aRegisteredUser(world)
    const funnel = async () => (await readReport(world.ctx, '30d')).funnel
    const before = await funnel()
    const at = world.ctx.now().toISOString()
    const passwordHash = FOREIGN_HASHES['PBKDF2 of Django 5.2, short']
    await importLines(world, [
      { ...ADA, passwordHash, createdAt: at },
      { email: 'bob@example.com', name: 'Bob', emailVerified: true, createdAt: at },
    ])
    const { session } = expectOk(await signIn(ada, FOREIGN_PASSWORD))
    expectOk(await resendLink(world.ctx, undefined, aVisitor({ jwt: session.jwt })))
    await deliverDue(world.ctx)
    expectOk(await verifyEmail(world.ctx, tokenFor(world.ctx.mail, ada), aVisitor({ jwt: session.jwt })))
    expect(await funnel()).toEqual(before)
    expect(await readAccounts(world.ctx)).toEqual({ users: 3, users_verified: 2, users_disabled: 0 })
  })

  it('takes the good lines, and says of each other one why not, in their order', async () => {
    await aVerifiedUser(world, toEmailAddress('jean@example.com'))
    const jean = await rowOf('jean@example.com')
    const { refusals, progress } = await importLines(world, [
      'rubbish',
      '',
      ADA,
      { email: 'JEAN@example.com', name: 'Not Jean', passwordHash: FOREIGN_HASHES['bcrypt 2y of libxcrypt'] },
      { email: 'Ada@EXAMPLE.com', name: 'Ada again' },
      { email: 'bob@example.com', name: 'Bob', passwordHash: 'secret' },
      { email: 'eve@example.com', name: 'Eve' },
    ])
    expect(refusals).toEqual([
      { line: 1, reason: 'not_json' },
      { line: 4, reason: 'exists' },
      { line: 5, reason: 'exists' },
      { line: 6, reason: 'hash_unknown' },
    ])
    expect(progress).toEqual({ imported: 2, existing: 2, refused: 2 })
    expect(await rowOf('jean@example.com')).toEqual(jean)
    expect((await rowOf(ada)).name).toBe('Ada')
    expect(await rowOf('bob@example.com')).toBeUndefined()
    const { rows } = await world.pool.query(
      `select user_id, detail from events where type = 'people_imported'`,
    )
    expect(rows).toEqual([{ user_id: null, detail: '2, 2 here already, 2 refused' }])
  })

  it('leaves an address to whoever can still take it back', async () => {
    const jean = await aVerifiedUser(world, toEmailAddress('jean@example.com'))
    await changeAddress(world, jean)
    const jeans = [{ email: 'jean@example.com', name: 'Somebody else' }]
    expect((await importLines(world, jeans, true)).refusals).toEqual([{ line: 1, reason: 'email_reserved' }])
    expect((await importLines(world, jeans)).refusals).toEqual([{ line: 1, reason: 'email_reserved' }])
    expect(await rowOf('jean@example.com')).toBeUndefined()
  })

  it('changes nothing as a dry run, and says the same', async () => {
    await aVerifiedUser(world, toEmailAddress('jean@example.com'))
    const people = Array.from({ length: 2_500 }, (_, n) => ({
      email: `p${n % 2_400}@example.com`,
      name: `P ${n}`,
    }))
    const lines = [{ email: 'jean@example.com', name: 'Jean' }, ...people, 'rubbish']
    const before = await everything()
    const dry = await importLines(world, lines, true)
    expect(await everything()).toEqual(before)
    const real = await importLines(world, lines)
    expect(dry).toEqual(real)
    expect(real.progress).toEqual({ imported: 2_400, existing: 101, refused: 1 })
    expect(real.refusals).toHaveLength(102)
  })

  it('has nothing to do a second time', async () => {
    const lines = Array.from({ length: 1_200 }, (_, n) => ({ email: `p${n}@example.com`, name: 'P' }))
    await importLines(world, lines)
    const before = await everything()
    expect((await importLines(world, lines)).progress).toEqual({ imported: 0, existing: 1_200, refused: 0 })
    expect(await everything()).toEqual({ ...before, events: before.events + 1 })
  })

  it('and another one of the same people, in another order, end with each person once', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => ({ email: `p${n}@example.com`, name: 'P' }))
    const [one, other] = await Promise.all([
      importLines(world, lines),
      importLines(world, lines.toReversed()),
    ])
    expect(one.progress.imported + other.progress.imported).toBe(3_000)
    expect(one.progress.existing + other.progress.existing).toBe(3_000)
    expect((await everything()).users).toBe(3_000)
  })

  it('gives way to a sign-up at the same moment', async () => {
    const [signedUp, imported] = await Promise.all([
      aRegisteredUser(world, ada).then(
        () => 1,
        () => 0,
      ),
      importLines(world, [ADA]),
    ])
    expect(signedUp + imported.progress.imported).toBe(1)
    expect((await everything()).users).toBe(1)
  })
})

describe('a stored hash that an older release would not know', () => {
  it('is no reason to let anybody in, nor to fail', async () => {
    await aVerifiedUser(world, ada)
    for (const hash of ['imported:', 'imported:rubbish', `imported:$2b$31$${'.'.repeat(53)}`]) {
      await world.pool.query('update users set password_hash = $1', [hash])
      expect((await signIn(ada, PASSWORD)).ok).toBe(false)
    }
  })
})
