import { describe, expect, it } from 'vitest'
import { setPassword, voidDeviceMarks } from '../../../lib/account/change'
import { deliverDue } from '../../../lib/email/send/worker'
import { HOUR } from '../../../lib/kernel/clock'
import { keyedHash } from '../../../lib/kernel/seal'
import { LIMITS } from '../../../lib/limit/table'
import { isKnownDevice } from '../../../lib/session/device/mark'
import { login } from '../../support/entries'
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

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '1' } })

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'

async function signIn({ email }: TestUser, deviceMark: string | null = null, more = {}) {
  const visitor = aVisitor({ userAgent: FIREFOX, ...more })
  const signedIn = expectOk(await login(world.ctx, { email, password: PASSWORD, deviceMark }, visitor))
  await deliverDue(world.ctx)
  return signedIn
}

const notices = ({ email }: TestUser) =>
  world.ctx.mail.sent.filter(
    ({ to, subject }) => to === email && subject === 'Nouvelle connexion à votre compte',
  )

// ASVS 6.3.5, 8.2.4
describe('a sign-in from a new device', () => {
  it('tells the owner which device it was, and offers the way out', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await signIn(person)
    const [notice] = notices(person)
    expect(notice?.text).toContain('depuis Firefox sur Windows (France)')
    expect(notice?.text).toMatch(/\/auth\/not-me\?token=[0-9a-f]{64}\n/)
    const { rows } = await world.pool.query(
      `select t.session = s.handle as "isAboutIt" from email_verification_tokens t
       join sessions s using (user_id) where t.purpose = 'not_me' and user_id = $1 order by s.created_at desc, s.id`,
      [person.user.id],
    )
    expect(rows.map(({ isAboutIt }) => isAboutIt)).toContain(true)
  })

  it('is silent with a mark, from any network', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { deviceMark } = await signIn(person)
    const before = notices(person).length
    await signIn(person, deviceMark, { network: '198.51.100.200', userAgent: null })
    expect(notices(person)).toHaveLength(before)
  })

  it('is news without a mark, even from a network and browser seen before', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    await signIn(person)
    await signIn(person)
    expect(notices(person)).toHaveLength(2)
  })

  it('is silent for the first device after a reset, and news again after it', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const passwordHash = await world.ctx.passwords.hash(PASSWORD)
    await setPassword(world.ctx, person.user.id, { passwordHash, deviceKnown: false })
    await signIn(person)
    expect(notices(person)).toHaveLength(0)
    await signIn(person)
    expect(notices(person)).toHaveLength(1)
  })

  it('is news after “this was not me”: whoever knows the old password may come back', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { deviceMark } = await signIn(person)
    await voidDeviceMarks(world.ctx, person.user.id)
    await signIn(person, deviceMark)
    expect(notices(person)).toHaveLength(2)
  })

  it('does not write to an address that nobody proved', async () => {
    const person = await aRegisteredUser(world, freshEmail())
    await signIn(person)
    expect(notices(person)).toHaveLength(0)
  })

  it('is told five times an hour at most, and recorded each time', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { hits } = LIMITS.deviceNoticeByRecipient
    for (let index = 0; index <= hits; index += 1) await signIn(person)
    expect(notices(person)).toHaveLength(hits)
    world.ctx.now.advance(HOUR)
    await signIn(person)
    expect(notices(person)).toHaveLength(hits + 1)
    const { rows } = await world.pool.query(
      `select from events where user_id = $1 and type = 'signed_in' and detail = 'new_device'`,
      [person.user.id],
    )
    expect(rows).toHaveLength(hits + 2)
  })
})

describe('a device mark', () => {
  const account = (person: TestUser, more = {}) => ({ id: person.user.id, deviceEpoch: 0, ...more })

  it('ends with a new password, and with “this was not me”', async () => {
    const person = await aVerifiedUser(world, freshEmail())
    const { deviceMark } = await signIn(person)
    expect(isKnownDevice(world.ctx.env, account(person), deviceMark)).toBe(true)
    const deviceEpoch = await setPassword(world.ctx, person.user.id, { passwordHash: 'x', deviceKnown: true })
    expect(isKnownDevice(world.ctx.env, account(person, { deviceEpoch }), deviceMark)).toBe(false)
    await voidDeviceMarks(world.ctx, person.user.id)
    const { rows } = await world.pool.query('select device_epoch, device_known from users where id = $1', [
      person.user.id,
    ])
    expect(rows).toEqual([{ device_epoch: deviceEpoch + 1, device_known: true }])
  })

  it('of the release before, bound to the password, is good until marks are voided', () => {
    const { env } = world.ctx
    const person = { id: 7, passwordHash: 'the hash' }
    const id = 'a'.repeat(22)
    const proof = keyedHash(env, 'known-device', `${id} 7 the hash`).toString('base64url')
    const mark = `${id}.${proof}`
    expect(isKnownDevice(env, { ...person, deviceEpoch: 0 }, mark)).toBe(true)
    expect(isKnownDevice(env, { ...person, passwordHash: 'another', deviceEpoch: 0 }, mark)).toBe(false)
    expect(isKnownDevice(env, { ...person, deviceEpoch: 1 }, mark)).toBe(false)
  })
})
