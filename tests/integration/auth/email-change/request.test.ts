import { describe, expect, it } from 'vitest'
import { cancelEmailChange } from '../../../../lib/auth/email-change/cancel'
import { confirmEmailChange } from '../../../../lib/auth/email-change/confirm'
import { requestEmailChange } from '../../../../lib/auth/email-change/request'
import { recipientHash, suppress } from '../../../../lib/email/report/suppression'
import { deliverDue } from '../../../../lib/email/send/worker'
import { DAY, HOUR, MINUTE, SECOND } from '../../../../lib/kernel/clock'
import { type EmailAddress, toEmailAddress } from '../../../../lib/kernel/email-address'
import { linkLimits } from '../../../../lib/limit/link-limits'
import { secondsUntilFree } from '../../../../lib/limit/read'
import { endSessions } from '../../../../lib/session/end'
import { mailTo, signIn } from '../../../support/acts'
import {
  askFor,
  changeAddress,
  eventsOf,
  mailedToken,
  sessionOf,
  signInAnew,
} from '../../../support/email-changes'
import { letterTo } from '../../../support/mail'
import { newestMessage } from '../../../support/messages'
import { aRegisteredUser, aVerifiedUser, aVisitor, expectOk, freshEmail } from '../../../support/world'
import { sharedWorld } from '../../../support/world-lifetime'

const world = sharedWorld()

const request = async (jwt: string, email: EmailAddress) =>
  requestEmailChange(world.ctx, email, await sessionOf(world, jwt), aVisitor({ jwt }))

const confirm = async (jwt: string, token: string) =>
  confirmEmailChange(world.ctx, token, await sessionOf(world, jwt), aVisitor({ jwt }))

const pendingOf = async (userId: number): Promise<string[]> => {
  const { rows } = await world.pool.query(
    `select email from email_verification_tokens where user_id = $1 and purpose = 'change_email'`,
    [userId],
  )
  return rows.map(({ email }) => email)
}

const refused = (code: string, field?: string) => ({
  error: { code, ...(field && { fields: [{ field: 'email', code: field }] }) },
})

describe('asking for another address', () => {
  it('mails a link to it, and leaves the old one in force', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    const wanted = freshEmail()
    expect(await askFor(world, jwt, wanted)).toMatch(/^[0-9a-f]{64}$/)
    const mail = letterTo(world.ctx.mail, wanted, /^Confirmez votre nouvelle adresse$/)
    expect(mail?.text).toContain('https://auth.huntaze.test/account/email?token=')
    expect((await sessionOf(world, jwt)).user.email).toBe(email)
    expectOk(await signIn(world, email))
    expect(await pendingOf(user.id)).toEqual([wanted])
    expect(await eventsOf(world, user.id)).toContain('email_change_requested')
  })

  it('refuses the own address, one in use, a suppressed one, a domain without mail, and an unproven account', async () => {
    const { ctx } = world
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    expect(await request(jwt, email)).toMatchObject(refused('invalid_input', 'email_unchanged'))
    const other = await aVerifiedUser(world, freshEmail())
    expect(await request(jwt, other.email)).toMatchObject(refused('email_taken', 'email_taken'))
    const dead = freshEmail()
    const { id: messageId } = await newestMessage(world, user.id)
    await suppress(ctx, { recipientHash: recipientHash(dead), reason: 'bounce', messageId })
    expect(await request(jwt, dead)).toMatchObject(refused('address_suppressed', 'email_suppressed'))
    const noMail = { ...ctx, mailDomain: async () => 'no' as const }
    const session = await sessionOf(world, jwt)
    expect(await requestEmailChange(noMail, freshEmail(), session, aVisitor())).toMatchObject(
      refused('invalid_input', 'email_undeliverable'),
    )
    const unproven = await aRegisteredUser(world, freshEmail())
    expect(await request(unproven.jwt, freshEmail())).toMatchObject(refused('email_unverified'))
    expect([await pendingOf(user.id), await pendingOf(unproven.user.id)]).toEqual([[], []])
  })

  it('refuses for seven days an address that its former owner can take back, but not to that owner', async () => {
    const owner = await aVerifiedUser(world, freshEmail())
    const changed = await changeAddress(world, owner)
    const { jwt } = await aVerifiedUser(world, freshEmail())
    expect(await request(jwt, owner.email)).toMatchObject(refused('email_taken', 'email_taken'))
    world.ctx.now.advance(MINUTE)
    expect(await askFor(world, changed.jwt, owner.email)).not.toBe('')
    world.ctx.now.advance(7 * DAY - 2 * MINUTE)
    const again = await signInAnew(world, (await aVerifiedUser(world, freshEmail())).email)
    expect(await request(again, owner.email)).toMatchObject(refused('email_taken'))
    world.ctx.now.advance(MINUTE)
    expectOk(await request(again, owner.email))
  })

  it('is limited for the account, and for the new address', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const wanted = freshEmail()
    expectOk(await request(jwt, wanted))
    expect(await request(jwt, wanted)).toMatchObject({ error: { code: 'rate_limited', retryAfter: 60 } })
    for (let index = 0; index < 3; index += 1) expectOk(await request(jwt, freshEmail()))
    expect(await request(jwt, freshEmail())).toMatchObject({
      error: { code: 'rate_limited', retryAfter: HOUR / SECOND },
    })
    world.ctx.now.advance(HOUR)
    expectOk(await request(jwt, freshEmail()))
  })

  it('tells the verified owner of a used address, once a day', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const owner = await aVerifiedUser(world, freshEmail())
    const before = mailTo(world, owner.email)
    for (let index = 0; index < 2; index += 1)
      expect(await request(jwt, owner.email)).toMatchObject(refused('email_taken'))
    await world.ctx.background.settled()
    await deliverDue(world.ctx)
    expect(mailTo(world, owner.email) - before).toBe(1)
  })

  it('does not use up the limit of links of an address in use', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const owner = await aRegisteredUser(world, freshEmail())
    world.ctx.now.advance(MINUTE)
    expect(await request(jwt, owner.email)).toMatchObject(refused('email_taken'))
    expect(await secondsUntilFree(world.ctx, ...linkLimits(owner.email))).toBe(0)
  })

  // ASVS 8.3.2
  it('is over with the session, however late it comes', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    const session = await sessionOf(world, jwt)
    await endSessions(world.ctx, user.id)
    expect(await requestEmailChange(world.ctx, freshEmail(), session, aVisitor())).toMatchObject(
      refused('unauthenticated'),
    )
    expect(await pendingOf(user.id)).toEqual([])
  })
})

describe('asking once more', () => {
  it('replaces the pending address: the earlier link is invalid', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    const first = await askFor(world, jwt, freshEmail())
    const wanted = freshEmail()
    const second = await askFor(world, jwt, wanted)
    expect(await confirm(jwt, first)).toMatchObject(refused('invalid_token'))
    expect(expectOk(await confirm(jwt, second)).user).toEqual({ ...user, email: wanted })
  })

  it('gives up the mail of the earlier one while it waits', async () => {
    const { jwt } = await aVerifiedUser(world, freshEmail())
    const [first, second] = [freshEmail(), freshEmail()]
    expectOk(await request(jwt, first))
    expectOk(await request(jwt, second))
    expect(await mailedToken(world, 'change_email', second)).not.toBe('')
    expect(mailTo(world, first)).toBe(0)
  })

  it('five times at once leaves one pending address and one message', async () => {
    const { user, jwt } = await aVerifiedUser(world, freshEmail())
    await world.pool.query('delete from rate_limits')
    const wanted = Array.from({ length: 5 }, () => freshEmail())
    const answers = await Promise.all(wanted.map((email) => request(jwt, email)))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    const pending = await pendingOf(user.id)
    expect(pending).toHaveLength(1)
    await mailedToken(world, 'change_email', pending[0] ?? '')
    expect(wanted.filter((email) => mailTo(world, email) > 0)).toEqual(pending)
  })
})

describe('giving the pending address up', () => {
  it('makes its link invalid, keeps its mail from leaving, and is recorded once', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    const session = await sessionOf(world, jwt)
    const token = await askFor(world, jwt, freshEmail())
    const late = freshEmail()
    expectOk(await request(jwt, late))
    for (let index = 0; index < 2; index += 1) await cancelEmailChange(world.ctx, session, aVisitor())
    expect(await mailedToken(world, 'change_email', late)).toBe('')
    expect(await confirm(jwt, token)).toMatchObject(refused('invalid_token'))
    expect((await sessionOf(world, jwt)).user.email).toBe(email)
    const events = await eventsOf(world, user.id)
    expect(events.filter((type) => type === 'email_change_cancelled')).toHaveLength(1)
  })
})

describe('a slip in the new address', () => {
  it('locks nobody out, and gives its reader nothing', async () => {
    const { user, jwt, email } = await aVerifiedUser(world, freshEmail())
    const slip = toEmailAddress(`x${freshEmail()}`)
    const token = await askFor(world, jwt, slip)
    const reader = await aVerifiedUser(world, freshEmail())
    expect(await confirm(reader.jwt, token)).toMatchObject(refused('forbidden'))
    expectOk(await signIn(world, email))
    expect(await confirm(reader.jwt, token)).toMatchObject(refused('forbidden'))
    const right = await changeAddress(world, { jwt, email })
    expect((await sessionOf(world, right.jwt)).user).toMatchObject({ id: user.id, email: right.email })
    expect(await confirm(reader.jwt, token)).toMatchObject(refused('invalid_token'))
  })
})
