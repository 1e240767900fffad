import { describe, expect, it } from 'vitest'
import { requestEmailChange } from '../../../lib/auth/email-change/request'
import { notMe } from '../../../lib/auth/not-me'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, SECOND } from '../../../lib/kernel/clock'
import { consume } from '../../../lib/limit/consume'
import { linkLimits } from '../../../lib/limit/link-limits'
import { mintLink } from '../../../lib/link/mint'
import { readSession } from '../../../lib/session/read'
import { askFor, eventsOf, mailedToken, sessionOf, signInAnew } from '../../support/email-changes'
import { aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const disown = (token: string) => notMe(world.ctx, token, aVisitor())
const codeOf = async (result: ReturnType<typeof disown>) => {
  const outcome = await result
  return outcome.ok ? 'ok' : outcome.error.code
}
const isOpen = async (jwt: string) => (await readSession(world.ctx, jwt)) !== null

/** Signs in where no mark is known, and finds the notice about it. */
async function signInAsThief(email: string): Promise<{ jwt: string; token: string }> {
  const jwt = await signInAnew(world, email)
  return { jwt, token: await mailedToken(world, 'not_me', email) }
}

const epochOf = async (userId: number): Promise<number> => {
  const { rows } = await world.pool.query('select device_epoch from users where id = $1', [userId])
  return rows[0].device_epoch
}

describe('"this was not me" in a notice', () => {
  it('about one session ends that one, voids device marks, and mails a reset', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const thief = await signInAsThief(owner.email)
    expectOk(await disown(thief.token))
    expect([await isOpen(thief.jwt), await isOpen(owner.jwt)]).toEqual([false, true])
    expect(await epochOf(owner.user.id)).toBe(1)
    expect(await mailedToken(world, 'reset_password', owner.email)).toMatch(/^[0-9a-f]{64}$/)
    expect((await eventsOf(world, owner.user.id)).at(-1)).toBe('disowned_by_link')
  })

  it('about one session finds it under the JWT that it was renewed to, and leaves the link about another good', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const first = await signInAsThief(owner.email)
    const second = await signInAsThief(owner.email)
    await world.pool.query(`update sessions set id = 'renewed' where id = $1`, [
      (await sessionOf(world, first.jwt)).id,
    ])
    expectOk(await disown(first.token))
    const { rowCount } = await world.pool.query(`select from sessions where id = 'renewed'`)
    expect([rowCount, await isOpen(second.jwt)]).toEqual([0, true])
    expectOk(await disown(second.token))
    expect(await isOpen(second.jwt)).toBe(false)
  })

  it('about the account ends all of them, and voids every other link of its kind', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const thief = await signInAsThief(owner.email)
    const { token } = await mintLink(world.ctx, 'not_me', owner.user)
    expectOk(await disown(token))
    expect([await isOpen(thief.jwt), await isOpen(owner.jwt)]).toEqual([false, false])
    expect(await codeOf(disown(thief.token))).toBe('token_used')
  })

  it('gives up a pending change of address, an earlier reset, and their waiting mail', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { token } = await mintLink(world.ctx, 'not_me', owner.user)
    await askFor(world, owner.jwt, freshEmail())
    const waiting = freshEmail()
    expectOk(await requestEmailChange(world.ctx, waiting, await sessionOf(world, owner.jwt), aVisitor()))
    await mintLink(world.ctx, 'reset_password', owner.user)
    expectOk(await disown(token))
    const { rows } = await world.pool.query(
      'select purpose from email_verification_tokens where user_id = $1',
      [owner.user.id],
    )
    expect(rows.map(({ purpose }) => purpose)).toEqual(['reset_password'])
    expect(await mailedToken(world, 'change_email', waiting)).toBe('')
  })

  it('works while the limits of links to the address are used up', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { token } = await mintLink(world.ctx, 'not_me', owner.user)
    const limits = linkLimits(owner.email)
    let isLimited = false
    while (!isLimited) isLimited = !(await consume(world.ctx, ...limits)).ok
    await deliverDue(world.ctx)
    expectOk(await disown(token))
    expect(await isOpen(owner.jwt)).toBe(false)
    expect(await mailedToken(world, 'reset_password', owner.email)).not.toBe('')
  })

  it('works for seven days, once, also twenty times at once, and not for a disabled account', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const [inTime, late, disabled] = await Promise.all(
      [1, 2, 3].map(() => mintLink(world.ctx, 'not_me', owner.user)),
    )
    world.ctx.now.advance(7 * DAY - SECOND)
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(disown(inTime?.token ?? ''))))
    expect(codes.toSorted()).toEqual(['ok', ...Array(19).fill('token_used')])
    expect(await codeOf(disown(late?.token ?? ''))).toBe('token_used')
    expect(await codeOf(disown(disabled?.token ?? ''))).toBe('token_used')
    const fresh = await mintLink(world.ctx, 'not_me', owner.user)
    await world.pool.query('update users set disabled_at = now() where id = $1', [owner.user.id])
    expect(await codeOf(disown(fresh.token))).toBe('account_disabled')
    await world.pool.query('update users set disabled_at = null where id = $1', [owner.user.id])
    world.ctx.now.advance(7 * DAY)
    expect(await codeOf(disown(fresh.token))).toBe('token_expired')
  })
})
