import { describe, expect, it } from 'vitest'
import { undoEmailChange } from '../../../lib/auth/email-change/undo'
import { notMe } from '../../../lib/auth/not-me'
import { verifyWithNewPassword } from '../../../lib/auth/verify-with-new-password'
import { DAY, MINUTE } from '../../../lib/kernel/clock'
import { mintLink } from '../../../lib/link/mint'
import { protect, sessionOf } from '../../support/authenticator'
import { changeAddress, mailedToken, signInAnew } from '../../support/email-changes'
import {
  aRegisteredUser,
  aVerifiedUser,
  aVisitor,
  expectOk,
  freshEmail,
  type TestUser,
} from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const NEW = 'la phrase que seule sa propriétaire connaît'

/** Everything that somebody can add to an account. */
async function addAll(person: TestUser): Promise<TestUser> {
  const guarded = await protect(world, person)
  const { id } = person.user
  const now = world.ctx.now().toISOString()
  await world.pool.query(
    `insert into passkeys (user_id, credential_id, public_key, sign_count, backup_eligible, backed_up, transports, aaguid, name, created_at)
     values ($1, decode(md5(random()::text), 'hex'), 'x', 0, false, false, '{}', gen_random_uuid(), 'Key', $2)`,
    [id, now],
  )
  await world.pool.query('update users set passkeys = 1 where id = $1', [id])
  await world.pool.query(
    `insert into identities (user_id, provider, issuer, subject, created_at) values ($1, 'oidc', 'https://id.example', $2, $3)`,
    [id, freshEmail(), now],
  )
  return guarded
}

/** Ways in besides the password, as the account's row and the tables say. */
async function waysIn({ user }: TestUser) {
  const { rows } = await world.pool.query(
    `select second_factor_since is not null as app, passkeys,
      (select count(*)::int from totp_secrets where user_id = $1) as secrets,
      (select count(*)::int from recovery_codes where user_id = $1) as codes,
      (select count(*)::int from passkeys where user_id = $1) as keys,
      (select count(*)::int from identities where user_id = $1) as identities
     from users where id = $1`,
    [user.id],
  )
  return rows[0]
}

const NONE = { app: false, passkeys: 0, secrets: 0, codes: 0, keys: 0, identities: 0 }
const ALL = { app: true, passkeys: 1, secrets: 1, codes: 10, keys: 1, identities: 1 }

describe('ways in that a stranger added', () => {
  it('while the address was unproven go once its owner proves it with a new password', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await addAll(person)
    expect(await waysIn(person)).toEqual(ALL)
    const { token } = person
    const signIn = expectOk(await verifyWithNewPassword(world.ctx, { token, newPassword: NEW }, aVisitor()))
    expect(await waysIn(person)).toEqual(NONE)
    expect((await sessionOf(world, signIn.session.jwt)).factors).toEqual({ totp: false, passkeys: 0 })
  })

  it('since a change of address go when it is undone; earlier ones stay', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { jwt, undo } = await changeAddress(world, owner)
    world.ctx.now.advance(MINUTE)
    await addAll({ ...owner, jwt })
    expectOk(await undoEmailChange(world.ctx, undo, aVisitor()))
    expect(await waysIn(owner)).toEqual(NONE)

    const other = await aVerifiedUser(world, freshEmail())
    const guarded = await addAll(other)
    world.ctx.now.advance(MINUTE)
    const changed = await changeAddress(world, guarded)
    expectOk(await undoEmailChange(world.ctx, changed.undo, aVisitor()))
    expect(await waysIn(other)).toEqual(ALL)
  })

  it('since a notice was written go by its "this was not me"', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    const thiefs = await signInAnew(world, owner.email)
    const token = await mailedToken(world, 'not_me', owner.email)
    world.ctx.now.advance(MINUTE)
    await addAll({ ...owner, jwt: thiefs })
    expectOk(await notMe(world.ctx, token, aVisitor()))
    expect(await waysIn(owner)).toEqual(NONE)
  })

  it('go by the notice of the first of them, so nobody locks the owner out', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    await addAll(owner)
    const token = await mailedToken(world, 'not_me', owner.email)
    expectOk(await notMe(world.ctx, token, aVisitor()))
    expect(await waysIn(owner)).toEqual(NONE)
  })

  it('and those of the owner from before stay: control', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    await addAll(owner)
    world.ctx.now.advance(DAY)
    const { token } = await mintLink(world.ctx, 'not_me', owner.user)
    expectOk(await notMe(world.ctx, token, aVisitor()))
    expect(await waysIn(owner)).toEqual(ALL)
  })
})
