import { describe, expect, it } from 'vitest'
import { disown } from '../../../lib/auth/disown'
import { logout } from '../../../lib/auth/logout'
import { DAY, HOUR, MINUTE, SECOND } from '../../../lib/kernel/clock'
import { toEmailAddress } from '../../../lib/kernel/email-address'
import { createPasswordHasher } from '../../../lib/password/hash'
import { endSession } from '../../../lib/session/end'
import { readSession } from '../../../lib/session/read'
import { login } from '../../support/entries'
import { aRegisteredUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const signIn = (
  address: string,
  password = PASSWORD,
  visitor = aVisitor(),
  deviceMark: string | null = null,
) => login(world.ctx, { email: toEmailAddress(address), password, deviceMark }, visitor)

describe('signing in', () => {
  it('makes a session of seven days for the right password', async () => {
    const { user, email: address } = await aRegisteredUser(world, freshEmail())
    const { session, user: signedIn } = expectOk(await signIn(address))
    expect(signedIn).toEqual(user)
    expect((await readSession(world.ctx, session.jwt))?.user).toEqual(user)
    expect(session.expiresAt.getTime()).toBe(world.ctx.now().getTime() + 7 * DAY)
  })

  it('answers an unknown address and a wrong password with the same refusal', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    const wrong = await signIn(address, 'another long passphrase')
    const unknown = await signIn(freshEmail())
    expect(wrong).toEqual({ ok: false, error: { code: 'invalid_credentials' } })
    expect(unknown).toEqual(wrong)
  })

  it('hashes once for either', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    let hashes = 0
    const { passwords } = world.ctx
    const counting = {
      ...world.ctx,
      passwords: {
        ...passwords,
        verify: (...args: Parameters<typeof passwords.verify>) => {
          hashes += 1
          return passwords.verify(...args)
        },
      },
    }
    await login(counting, { email: address, password: 'wrong' }, aVisitor())
    expect(hashes).toBe(1)
    await login(counting, { email: freshEmail(), password: 'wrong' }, aVisitor())
    expect(hashes).toBe(2)
  })

  // ASVS 7.2.2, 7.2.4
  it('ends the session that the browser held before, and no other', async () => {
    const { email: address, jwt: phone } = await aRegisteredUser(world, freshEmail())
    const laptop = expectOk(await signIn(address)).session.jwt
    const again = expectOk(await signIn(address, PASSWORD, aVisitor({ jwt: laptop }))).session.jwt
    expect(await readSession(world.ctx, laptop)).toBeNull()
    expect(await readSession(world.ctx, phone)).not.toBeNull()
    expect(await readSession(world.ctx, again)).not.toBeNull()
  })

  // ASVS 11.2.2
  it('renews a hash of another cost', async () => {
    const { user, email: address } = await aRegisteredUser(world, freshEmail())
    const dearer = { ...world.ctx, passwords: createPasswordHasher({ cost: 5 }) }
    expectOk(await login(dearer, { email: address, password: PASSWORD }, aVisitor()))
    const { rows } = await world.pool.query('select password_hash from users where id = $1', [user.id])
    expect(rows[0].password_hash).toMatch(/^\$2b\$05\$/)
    expectOk(await login(dearer, { email: address, password: PASSWORD }, aVisitor()))
  })
})

describe('beside other requests', () => {
  it('is refused, not broken, when "not me" deletes the account meanwhile', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { email: address, token } = await aRegisteredUser(world, freshEmail())
      const [disowned, ...signIns] = await Promise.all([
        disown(world.ctx, token, aVisitor()),
        ...Array.from({ length: 4 }, () => signIn(address)),
      ])
      expect(disowned.ok).toBe(true)
      for (const result of signIns) {
        if (!result.ok) expect(result.error.code).toBe('invalid_credentials')
      }
    }
  })

  it('gives no budget of guesses to marks of an account that is gone', async () => {
    const { email: address, token } = await aRegisteredUser(world, freshEmail())
    const { deviceMark } = expectOk(await signIn(address))
    expectOk(await disown(world.ctx, token, aVisitor()))
    await aRegisteredUser(world, address)
    for (let index = 0; index < 10; index += 1) {
      await signIn(address, 'not the passphrase', aVisitor({ network: '203.0.113.60' }), deviceMark)
    }
    expect(await signIn(address, PASSWORD, aVisitor({ network: '203.0.113.60' }))).toMatchObject({
      error: { code: 'rate_limited' },
    })
  })
})

describe('a session', () => {
  // ASVS 7.2.1, 7.4.1
  it('is refused on the very next request once it ended', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    const session = await readSession(world.ctx, jwt)
    await endSession(world.ctx, session?.id ?? '')
    expect(await readSession(world.ctx, jwt)).toBeNull()
  })

  it('ends at sign-out, and signing out twice is fine', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    await logout(world.ctx, aVisitor({ jwt }))
    await logout(world.ctx, aVisitor({ jwt }))
    await logout(world.ctx, aVisitor({ jwt: null }))
    expect(await readSession(world.ctx, jwt)).toBeNull()
  })

  // ASVS 7.3.2
  it('ends after seven days, to the second', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(7 * DAY - SECOND)
    expect(await readSession(world.ctx, jwt)).not.toBeNull()
    world.ctx.now.advance(SECOND)
    expect(await readSession(world.ctx, jwt)).toBeNull()
  })

  // ASVS 3.3.4
  it('is not opened by a stolen row: the database holds only the hash of the JWT', async () => {
    const { user, jwt } = await aRegisteredUser(world, freshEmail())
    const { rows } = await world.pool.query(
      'select *, encode(token_hash, $1) as hex from sessions where user_id = $2',
      ['hex', user.id],
    )
    expect(JSON.stringify(rows)).not.toContain(jwt.split('.')[2])
    expect(rows[0].hex).toHaveLength(64)
  })

  // ASVS 7.2.1, 9.1.1
  it('costs a forgery no database work', async () => {
    const { jwt } = await aRegisteredUser(world, freshEmail())
    const [header, payload] = jwt.split('.')
    const unreachable = {
      ...world.ctx,
      get db(): never {
        throw new Error('the database was asked')
      },
    }
    expect(await readSession(unreachable, `${header}.${payload}.${'A'.repeat(43)}`)).toBeNull()
    await expect(readSession(unreachable, jwt)).rejects.toThrow('the database was asked')
  })
})

describe('guessing a password', () => {
  const guess = (address: string, network: string, mark: string | null = null) =>
    signIn(address, 'not the passphrase', aVisitor({ network }), mark)

  // ASVS 2.3.2, 2.4.1, 6.3.1
  it('stops after ten failures of a network, and starts anew in the next window', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    for (let index = 0; index < 10; index += 1) {
      expect(await guess(address, '203.0.113.1')).toMatchObject({ error: { code: 'invalid_credentials' } })
    }
    expect(await signIn(address, PASSWORD, aVisitor({ network: '203.0.113.1' }))).toMatchObject({
      error: { code: 'rate_limited', retryAfter: 900 },
    })
    world.ctx.now.advance(15 * MINUTE - SECOND)
    expect(await guess(address, '203.0.113.1')).toMatchObject({
      error: { code: 'rate_limited', retryAfter: 1 },
    })
    world.ctx.now.advance(SECOND)
    expectOk(await signIn(address, PASSWORD, aVisitor({ network: '203.0.113.1' })))
  })

  // ASVS 6.3.1
  it('is limited for an address that nobody has, just the same', async () => {
    const address = freshEmail()
    for (let index = 0; index < 10; index += 1) await guess(address, '203.0.113.2')
    expect(await guess(address, '203.0.113.2')).toMatchObject({ error: { code: 'rate_limited' } })
  })

  it('is forgotten at success', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 9; index += 1) await guess(address, '203.0.113.3')
      expectOk(await signIn(address, PASSWORD, aVisitor({ network: '203.0.113.3' })))
    }
  })

  // ASVS 2.3.2, 6.1.1, 6.3.1
  it('from everywhere stops at sixty an hour, but never the owner’s own browser', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    const { deviceMark } = expectOk(await signIn(address))
    for (let index = 0; index < 60; index += 1) await guess(address, `198.51.100.${index}`)
    expect(await guess(address, '198.51.100.200')).toMatchObject({ error: { code: 'rate_limited' } })
    expectOk(await signIn(address, PASSWORD, aVisitor(), deviceMark))
    const [id = '', proof = ''] = deviceMark.split('.')
    const forged = `${id}.${proof.startsWith('A') ? 'B' : 'A'}${proof.slice(1)}`
    expect(await guess(address, '198.51.100.201', forged)).toMatchObject({ error: { code: 'rate_limited' } })
    world.ctx.now.advance(HOUR)
    expectOk(await signIn(address))
  })

  it('with a stolen mark is limited too, and the mark opens no other account', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    const other = await aRegisteredUser(world, freshEmail())
    const { deviceMark } = expectOk(await signIn(address))
    for (let index = 0; index < 10; index += 1) await guess(address, `198.51.100.${index}`, deviceMark)
    expect(await guess(address, '198.51.100.99', deviceMark)).toMatchObject({
      error: { code: 'rate_limited' },
    })
    for (let index = 0; index < 10; index += 1) await guess(other.email, '203.0.113.9', deviceMark)
    expect(await guess(other.email, '203.0.113.9', deviceMark)).toMatchObject({
      error: { code: 'rate_limited' },
    })
  })

  // ASVS 2.3.4, 15.4.2
  it('many at once never passes the limit', async () => {
    const { email: address } = await aRegisteredUser(world, freshEmail())
    const results = await Promise.all(Array.from({ length: 40 }, () => guess(address, '203.0.113.4')))
    expect(
      results.filter((result) => !result.ok && result.error.code === 'invalid_credentials'),
    ).toHaveLength(10)
  })
})
