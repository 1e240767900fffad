import { describe, expect, it } from 'vitest'
import { changeEmail } from '../../../lib/auth/change-email'
import { register } from '../../../lib/auth/register'
import { refuseTaken } from '../../../lib/email/notice-taken'
import { recipientHash, suppress } from '../../../lib/email/report/suppression'
import { deliverDue } from '../../../lib/email/send/worker'
import { DAY, SECOND } from '../../../lib/kernel/clock'
import type { EmailAddress } from '../../../lib/kernel/email-address'
import { mintLink } from '../../../lib/link/mint'
import { newestMessage } from '../../support/messages'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail, PASSWORD } from '../../support/world'
import { sharedWorld } from '../../support/world-lifetime'

const world = sharedWorld()

const signUp = async (email: EmailAddress) => {
  const outcome = await register(world.ctx, { name: 'Jean Dupont', email, password: PASSWORD }, aVisitor())
  return outcome.ok ? 'ok' : outcome.error
}

const TAKEN = { code: 'email_taken', fields: [{ field: 'email', code: 'email_taken' }] }

const noticesTo = async (email: EmailAddress): Promise<number> => {
  await world.ctx.background.settled()
  await deliverDue(world.ctx)
  const subject = 'Vous avez déjà un compte Huntaze'
  return world.ctx.mail.sent.filter((mail) => mail.to === email && mail.subject === subject).length
}

describe('a used address at sign-up', () => {
  it('is refused, and its verified owner hears of it, at most once a day', async () => {
    const { email } = await aVerifiedUser(world, freshEmail())
    expect(await signUp(email)).toEqual(TAKEN)
    expect(await noticesTo(email)).toBe(1)
    world.ctx.now.advance(DAY - SECOND)
    expect(await signUp(email)).toEqual(TAKEN)
    expect(await noticesTo(email)).toBe(1)
    world.ctx.now.advance(SECOND)
    expect(await signUp(email)).toEqual(TAKEN)
    expect(await noticesTo(email)).toBe(2)
  })

  it('is told once, however many ask at the same moment', async () => {
    const { email } = await aVerifiedUser(world, freshEmail())
    const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(email)))
    expect(answers).toEqual(Array(20).fill(TAKEN))
    expect(await noticesTo(email)).toBe(1)
  })

  it.each([
    ['of an account that nobody verified', async () => aRegisteredUser(world, freshEmail())],
    [
      'of a disabled account',
      async () => {
        const person = await aVerifiedUser(world, freshEmail())
        await world.pool.query('update users set disabled_at = now() where id = $1', [person.user.id])
        return person
      },
    ],
    [
      'that refuses mail',
      async () => {
        const person = await aVerifiedUser(world, freshEmail())
        const { id: messageId } = await newestMessage(world, person.user.id)
        await suppress(world.ctx, { recipientHash: recipientHash(person.email), reason: 'bounce', messageId })
        return person
      },
    ],
  ])('%s gets the same answer and no letter', async (_whose, owner) => {
    const { email } = await owner()
    expect(await signUp(email)).toEqual(TAKEN)
    expect(await noticesTo(email)).toBe(0)
  })
})

describe('a used address at a correction', () => {
  it('is refused, and its verified owner hears of it', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const { jwt } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    expect(await changeEmail(world.ctx, owner.email, aVisitor({ jwt }))).toMatchObject({ error: TAKEN })
    expect(await noticesTo(owner.email)).toBe(1)
  })

  it('that is the account’s own is none', async () => {
    const { jwt, email } = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(DAY)
    expectOk(await changeEmail(world.ctx, email, aVisitor({ jwt })))
    expect(await noticesTo(email)).toBe(0)
  })
})

describe('an address that its former owner can take back', () => {
  it('is refused for seven days, to everybody but that account', async () => {
    const { user, jwt } = await aRegisteredUser(world, freshEmail())
    const former = freshEmail()
    await mintLink(world.ctx, 'undo_email_change', { id: user.id, email: former })
    const other = await aRegisteredUser(world, freshEmail())
    expect(await signUp(former)).toEqual(TAKEN)
    expect(await changeEmail(world.ctx, former, aVisitor({ jwt: other.jwt }))).toMatchObject({ error: TAKEN })
    expect(await refuseTaken(world.ctx, former, { exceptFor: user.id })).toBeNull()
    expect(await noticesTo(former)).toBe(0)
    world.ctx.now.advance(7 * DAY - SECOND)
    expect(await signUp(former)).toEqual(TAKEN)
    world.ctx.now.advance(SECOND)
    expect(await signUp(former)).toBe('ok')
    expect(jwt).toBeTruthy()
  })

  it('costs a sign-up no statement: the look-up asks for both', async () => {
    const asked: string[] = []
    const { db } = world.ctx
    const listening = new Proxy(db, {
      get: (target, name) => {
        if (name === 'select' || name === 'execute') asked.push(String(name))
        return Reflect.get(target, name)
      },
    })
    expect(await refuseTaken({ ...world.ctx, db: listening }, freshEmail())).toBeNull()
    expect(asked).toEqual(['select'])
  })
})
