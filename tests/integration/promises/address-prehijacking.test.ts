import { describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { confirmEmailChange } from '../../../lib/auth/email-change/confirm'
import { requestEmailChange } from '../../../lib/auth/email-change/request'
import { undoEmailChange } from '../../../lib/auth/email-change/undo'
import { resetPassword } from '../../../lib/auth/reset-password'
import { verifyEmail } from '../../../lib/auth/verify-email'
import { deliverDue } from '../../../lib/email/send/worker'
import { mintLink } from '../../../lib/link/mint'
import { readSession } from '../../../lib/session/read'
import { refusal } from '../../support/acts'
import { askFor, changeAddress, mailedToken, sessionOf, signInAnew } from '../../support/email-changes'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

/**
 * Attacks of Sudhodanan and Paverd, "Pre-hijacked accounts" (USENIX Security 2022), as far as they go through a second
 * address. The thief has a session; the owner reads the mailbox.
 */
const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const ANOTHER = 'une tout autre phrase de passe'

async function reset(owner: { id: number; email: Parameters<typeof mintLink>[2]['email'] }): Promise<void> {
  const { token } = await mintLink(world.ctx, 'reset_password', owner)
  expectOk(await resetPassword(world.ctx, { token, password: ANOTHER }, aVisitor()))
}

const linksOf = async (userId: number): Promise<string[]> => {
  const { rows } = await world.pool.query(
    'select purpose from email_verification_tokens where user_id = $1 order by purpose',
    [userId],
  )
  return rows.map(({ purpose }) => purpose)
}

describe('an address change that never expires', () => {
  // ASVS 7.4.3
  it('asked for before the owner took the account over is void, in every session of the thief', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const thief = await signInAnew(world, owner.email)
    const session = await sessionOf(world, thief)
    const token = await askFor(world, thief, freshEmail())
    await reset(owner.user)
    expect(await readSession(world.ctx, thief)).toBeNull()
    expect(await confirmEmailChange(world.ctx, token, session, aVisitor())).toMatchObject(
      refusal('token_used'),
    )
    const again = await signInAnew(world, owner.email, ANOTHER)
    expect(
      await confirmEmailChange(world.ctx, token, await sessionOf(world, again), aVisitor()),
    ).toMatchObject(refusal('token_used'))
  })

  it('asked for while the owner takes the account over leaves nothing behind, whoever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const owner = await aVerifiedUser(world, freshEmail())
      const session = await sessionOf(world, await signInAnew(world, owner.email))
      await Promise.all([
        requestEmailChange(world.ctx, freshEmail(), session, aVisitor()),
        reset(owner.user),
        requestEmailChange(world.ctx, freshEmail(), session, aVisitor()),
      ])
      expect((await linksOf(owner.user.id)).filter((purpose) => purpose === 'change_email')).toEqual([])
    }
  })

  it('cannot be asked for where nobody ever proved the address', async () => {
    const squatter = await aRegisteredUser(world, freshEmail())
    const session = await sessionOf(world, squatter.jwt)
    expect(await requestEmailChange(world.ctx, freshEmail(), session, aVisitor())).toMatchObject(
      refusal('email_unverified'),
    )
    expect(await linksOf(squatter.user.id)).toEqual(['verify_email'])
  })
})

describe('a second address as a way back in', () => {
  it('is none after the correction of an unproven address: the thief’s own cannot take the account back', async () => {
    const thief = await aRegisteredUser(world, freshEmail())
    const victim = freshEmail()
    expectOk(await changeEmail(world.ctx, victim, aVisitor({ jwt: thief.jwt })))
    expect(await linksOf(thief.user.id)).toEqual(['verify_email'])
    const token = await mailedToken(world, 'verify_email', victim)
    expectOk(await verifyEmail(world.ctx, token, aVisitor()))
    expect(await linksOf(thief.user.id)).toEqual([])
  })

  it('that the thief moved the account to is no claim once the owner undid it', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const first = await changeAddress(world, owner)
    const second = await changeAddress(world, first)
    expectOk(await undoEmailChange(world.ctx, first.undo, aVisitor()))
    await deliverDue(world.ctx)
    for (const token of [first.undo, second.undo])
      expect(await undoEmailChange(world.ctx, token, aVisitor())).toMatchObject(refusal('token_used'))
    expect(await linksOf(owner.user.id)).toEqual(['reset_password'])
  })

  it('that the thief moved the account to does not outlast the owner’s link, whatever the thief resets or undoes', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const first = await changeAddress(world, owner)
    const second = await changeAddress(world, first)
    expectOk(await undoEmailChange(world.ctx, second.undo, aVisitor()))
    await reset({ id: owner.user.id, email: first.email })
    expectOk(await undoEmailChange(world.ctx, first.undo, aVisitor()))
    const { rows } = await world.pool.query('select email from users where id = $1', [owner.user.id])
    expect(rows[0].email).toBe(owner.email)
  })
})
