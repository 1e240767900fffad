import { describe, expect, it } from 'vitest'
import { confirmCode } from '../../../lib/auth/confirm-code'
import { keepFactor } from '../../../lib/auth/keep-factor'
import { login } from '../../../lib/auth/login'
import { loseFactor } from '../../../lib/auth/lose-factor'
import { notMe } from '../../../lib/auth/not-me'
import { giveSecondStep } from '../../../lib/auth/second-step'
import { removeTotp } from '../../../lib/auth/totp/remove'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, SECOND } from '../../../lib/kernel/clock'
import { grantOperator } from '../../../lib/operate/roles'
import { aProtectedUser, codeAt, firstStep, type Protected, sessionOf } from '../../support/authenticator'
import { letterTo, linkIn } from '../../support/mail'
import { eventsOf } from '../../support/operators'
import { aVisitor, expectOk, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld({ env: { RATE_LIMIT_SCALE: '100' } })

const WAIT = 7 * DAY

async function lose(person: Protected) {
  const lost = await loseFactor(world.ctx, await firstStep(world, person), aVisitor())
  await deliverDue(world.ctx)
  return expectOk(lost)
}

/** Whether the password alone lets in now. */
async function isLetIn({ email }: Protected): Promise<boolean> {
  const entry = expectOk(await login(world.ctx, { email, password: PASSWORD }, aVisitor()))
  return entry.signIn !== undefined
}

describe('whoever lost the second factor', () => {
  // ASVS 6.4.4
  it('waits seven days, and is then let in by the password, for seven days', async () => {
    const person = await aProtectedUser(world)
    const { dueAt } = await lose(person)
    expect(dueAt.getTime() - world.ctx.now().getTime()).toBe(WAIT)
    world.ctx.now.advance(WAIT - SECOND)
    expect(await isLetIn(person)).toBe(false)
    world.ctx.now.advance(SECOND)
    expect(await isLetIn(person)).toBe(true)
    await deliverDue(world.ctx)
    const subjects = world.ctx.mail.sent.filter(({ to }) => to === person.email).map(({ subject }) => subject)
    expect(subjects).toContain('Une façon de vous connecter a été retirée')
    expect(await eventsOf(world, person.user.id)).toEqual(
      expect.arrayContaining(['factor_removal_asked', 'factor_removed']),
    )
    // The app is gone, not only skipped.
    expect(await isLetIn(person)).toBe(true)
  })

  it('is asked for it again where nothing came of the wait in time', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    world.ctx.now.advance(2 * WAIT - SECOND)
    expect(await isLetIn(person)).toBe(true)
    const late = await aProtectedUser(world)
    await lose(late)
    world.ctx.now.advance(2 * WAIT)
    expect(await isLetIn(late)).toBe(false)
    const { dueAt } = await lose(late)
    expect(dueAt.getTime() - world.ctx.now().getTime()).toBe(WAIT)
  })

  it('neither shortens nor restarts the wait by asking again, and the owner hears of it once', async () => {
    const person = await aProtectedUser(world)
    const first = await lose(person)
    world.ctx.now.advance(DAY)
    expect(await lose(person)).toEqual(first)
    const told = world.ctx.mail.sent.filter(
      ({ to, subject }) => to === person.email && subject.includes('perdu'),
    )
    expect(told).toHaveLength(1)
  })

  it('is told when, in universal time', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    expect(
      letterTo(world.ctx.mail, person.email, /À partir du .* UTC, votre mot de passe suffira/),
    ).toBeDefined()
  })

  it('needs the right password first', async () => {
    expect(await loseFactor(world.ctx, 'nobody’s', aVisitor())).toMatchObject({
      error: { code: 'step_over' },
    })
  })
})

describe('the wait ends, and the factor stays', () => {
  const isStopped = async (person: Protected) => {
    world.ctx.now.advance(WAIT)
    return !(await isLetIn(person))
  }

  it('by a sign-in with the factor', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    const token = await firstStep(world, person)
    const code = codeAt(person.secret, world.ctx.now())
    expectOk(await giveSecondStep(world.ctx, { token, method: 'totp', code, deviceMark: null }, aVisitor()))
    expect(await isStopped(person)).toBe(true)
    expect(await eventsOf(world, person.user.id)).toContain('factor_removal_stopped')
  })

  it('by a proof with the factor in a session', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    const session = await sessionOf(world, person.jwt)
    const code = codeAt(person.secret, world.ctx.now())
    expectOk(await confirmCode(world.ctx, { session, method: 'totp', code }, aVisitor()))
    expect(await isStopped(person)).toBe(true)
  })

  it('by the button in a session', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    const session = await sessionOf(world, person.jwt)
    expectOk(await keepFactor(world.ctx, session, aVisitor()))
    expect(await keepFactor(world.ctx, session, aVisitor())).toMatchObject({
      error: { code: 'nothing_to_do' },
    })
    expect(await isStopped(person)).toBe(true)
  })

  it('by "this was not me" in the notice, which ends every session, too', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    const token =
      linkIn(letterTo(world.ctx.mail, person.email, /perdu/), '/auth/not-me').searchParams.get('token') ?? ''
    expectOk(await notMe(world.ctx, token, aVisitor()))
    await expect(sessionOf(world, person.jwt)).rejects.toThrow('over')
    expect(await isStopped(person)).toBe(true)
  })

  it('with the app, once that is turned off', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    expectOk(await removeTotp(world.ctx, await sessionOf(world, person.jwt), aVisitor()))
    expect(await isLetIn(person)).toBe(true)
    const { rows } = await world.pool.query('select * from factor_removals where user_id = $1', [
      person.user.id,
    ])
    expect(rows).toEqual([])
  })
})

describe('an operator', () => {
  it('cannot wait, and is not let in by a wait from before', async () => {
    const person = await aProtectedUser(world)
    await lose(person)
    expect(await grantOperator(world.ctx, person.email)).toBe('granted')
    world.ctx.now.advance(WAIT)
    expect(await isLetIn(person)).toBe(false)
    expect(await loseFactor(world.ctx, await firstStep(world, person), aVisitor())).toMatchObject({
      error: { code: 'forbidden' },
    })
  })
})
