import { describe, expect, it } from 'vitest'
import { requestEmailChange } from '../../../../lib/auth/email-change/request'
import { undoEmailChange } from '../../../../lib/auth/email-change/undo'
import { DAY, SECOND } from '../../../../lib/kernel/clock'
import { isAddressFree } from '../../../../lib/link/address/free'
import { mintLink } from '../../../../lib/link/mint'
import { isKnownDevice } from '../../../../lib/session/device/mark'
import { readSession } from '../../../../lib/session/read'
import { refusal, signIn } from '../../../support/acts'
import {
  askFor,
  changeAddress,
  eventsOf,
  mailedToken,
  sessionOf,
  signInAnew,
} from '../../../support/email-changes'
import { aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const undo = (token: string) => undoEmailChange(world.ctx, token, aVisitor())
const codeOf = async (result: ReturnType<typeof undo>) => {
  const outcome = await result
  return outcome.ok ? 'ok' : outcome.error.code
}

const stored = async (userId: number) => {
  const { rows } = await world.pool.query(
    'select email, email_verified, device_epoch, device_known from users where id = $1',
    [userId],
  )
  return rows[0]
}

const linksOf = async (userId: number): Promise<string[]> => {
  const { rows } = await world.pool.query(
    'select purpose from email_verification_tokens where user_id = $1 order by id',
    [userId],
  )
  return rows.map(({ purpose }) => purpose)
}

describe('undoing a change of address', () => {
  // ASVS 7.4.3
  it('gives the old address back, ends every session, voids device marks, and mails a reset', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const changed = await changeAddress(world, owner)
    const thief = [changed.jwt, await signInAnew(world, changed.email)]
    await askFor(world, changed.jwt, freshEmail())
    for (const purpose of ['reset_password', 'not_me'] as const)
      await mintLink(world.ctx, purpose, { id: owner.user.id, email: changed.email })
    const before = await stored(owner.user.id)
    expectOk(await undo(changed.undo))
    expect(await stored(owner.user.id)).toEqual({
      email: owner.email,
      email_verified: true,
      device_epoch: before.device_epoch + 1,
      device_known: true,
    })
    for (const jwt of thief) expect(await readSession(world.ctx, jwt)).toBeNull()
    expect(await linksOf(owner.user.id)).toEqual(['reset_password'])
    expect(await mailedToken(world, 'reset_password', owner.email)).toMatch(/^[0-9a-f]{64}$/)
    expect(await mailedToken(world, 'reset_password', changed.email)).toBe('')
    expect((await eventsOf(world, owner.user.id)).at(-1)).toBe('email_change_undone')
    expect(await signIn(world, changed.email)).toMatchObject(refusal('invalid_credentials'))
    expectOk(await signIn(world, owner.email))
    expect(await isAddressFree(world.ctx, changed.email)).toBe(true)
  })

  it('keeps the mail of a pending address from leaving', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { jwt, undo: token } = await changeAddress(world, owner)
    const next = freshEmail()
    expectOk(await requestEmailChange(world.ctx, next, await sessionOf(world, jwt), aVisitor()))
    expectOk(await undo(token))
    expect(await mailedToken(world, 'change_email', next)).toBe('')
  })

  it('works for seven days, once, and reserves the address as long', async () => {
    const early = await aVerifiedUser(world, freshEmail())
    const late = await aVerifiedUser(world, freshEmail())
    const inTime = await changeAddress(world, early)
    const tooLate = await changeAddress(world, late)
    world.ctx.now.advance(7 * DAY - SECOND)
    expect(await isAddressFree(world.ctx, late.email)).toBe(false)
    expect(await codeOf(undo(inTime.undo))).toBe('ok')
    expect(await codeOf(undo(inTime.undo))).toBe('token_used')
    world.ctx.now.advance(SECOND)
    expect(await codeOf(undo(tooLate.undo))).toBe('token_expired')
    expect(await isAddressFree(world.ctx, late.email)).toBe(true)
  })

  it('leaves a disabled account as the operator left it', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { email, undo: token } = await changeAddress(world, owner)
    await world.pool.query('update users set disabled_at = now() where id = $1', [owner.user.id])
    expect(await codeOf(undo(token))).toBe('account_disabled')
    expect((await stored(owner.user.id)).email).toBe(email)
  })

  // ASVS 2.3.4, 15.4.2
  it('twenty times at once happens once, with one reset', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { undo: token } = await changeAddress(world, owner)
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(undo(token))))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    expect(codes.filter((code) => code === 'token_used')).toHaveLength(19)
    expect(await linksOf(owner.user.id)).toEqual(['reset_password'])
  })
})

describe('a chain of changes, A to B to C', () => {
  async function chain() {
    const a = await aVerifiedUser(world, freshEmail())
    const b = await changeAddress(world, a)
    const c = await changeAddress(world, b)
    return { id: a.user.id, a: a.email, b: b.email, c: c.email, undoAB: b.undo, undoBC: c.undo }
  }

  it('undone from A ends at A: the undo of B is void, and B and C are free', async () => {
    const { id, a, b, c, undoAB, undoBC } = await chain()
    expect(await codeOf(undo(undoAB))).toBe('ok')
    expect((await stored(id)).email).toBe(a)
    expect(await codeOf(undo(undoBC))).toBe('token_used')
    expect(await Promise.all([b, c].map((email) => isAddressFree(world.ctx, email)))).toEqual([true, true])
  })

  it('undone from B ends at B, and A can still take it back: who came first decides', async () => {
    const { id, a, b, undoAB, undoBC } = await chain()
    expect(await codeOf(undo(undoBC))).toBe('ok')
    expect((await stored(id)).email).toBe(b)
    expect(await isAddressFree(world.ctx, a)).toBe(false)
    expect(await codeOf(undo(undoAB))).toBe('ok')
    expect((await stored(id)).email).toBe(a)
  })

  it('undone from both at once ends at A', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, a, undoAB, undoBC } = await chain()
      await Promise.all([undo(undoBC), undo(undoAB), undo(undoBC)])
      expect((await stored(id)).email).toBe(a)
    }
  })

  it('that came back to A by itself can still be undone from A, against B', async () => {
    const a = await aVerifiedUser(world, freshEmail())
    const b = await changeAddress(world, a)
    const back = await changeAddress(world, b, a.email)
    expect(await codeOf(undo(b.undo))).toBe('ok')
    expect((await stored(a.user.id)).email).toBe(a.email)
    expect(await codeOf(undo(back.undo))).toBe('token_used')
  })
})

describe('marks of known devices', () => {
  it('are void after an undo, and good after a change alone', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { deviceMark } = expectOk(await signIn(world, owner.email))
    const isGood = async () => {
      const { device_epoch: deviceEpoch } = await stored(owner.user.id)
      return isKnownDevice(world.ctx.env, { id: owner.user.id, deviceEpoch }, deviceMark)
    }
    const { undo: token } = await changeAddress(world, owner)
    expect(await isGood()).toBe(true)
    expectOk(await undo(token))
    expect(await isGood()).toBe(false)
  })
})
