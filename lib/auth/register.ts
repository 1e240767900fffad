import { eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import type { Queryable } from '../db/client'
import { isDuplicate } from '../db/errors'
import { users } from '../db/schema'
import { sendVerificationEmail } from '../email/messages'
import { recordEvent } from '../events/record'
import { linkLimits } from '../rate-limit/link-limits'
import { consume } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { mintEmailToken } from '../token/email-token'
import { type IssuedSession, issueSession, type PublicUser, publicUser } from '../token/session'
import type { RegisterInput } from './input'
import { knownDeviceMark } from './known-device'
import { endPresentedSession } from './logout'
import { passwordProblem } from './password-strength'

export type Registration = { user: PublicUser; session: IssuedSession; deviceMark: string }

const UNDELIVERABLE = fail('invalid_input', { fields: [{ field: 'email', code: 'email_undeliverable' }] })
const EMAIL_TAKEN = fail('email_taken', { fields: [{ field: 'email', code: 'email_taken' }] })

/**
 * Specification 1.1: account, verification token, verification e-mail and session commit together or not at all.
 * Refuses with `invalid_input` (the password), `email_taken` or `rate_limited`.
 */
export async function register(
  ctx: Context,
  input: RegisterInput,
  visitor: Visitor,
): Promise<Result<Registration>> {
  const limited = await consume(
    ctx,
    ['registerByNetwork', visitor.network],
    ['registerByAddress', input.email],
  )
  if (!limited.ok) return limited
  const problem = await passwordProblem(input)
  if (problem) return fail('invalid_input', { fields: [{ field: 'password', code: problem }] })
  // Hashed before the address is looked up: a taken address takes as long as a free one. The DNS is asked meanwhile.
  const [passwordHash, reachable] = await Promise.all([
    ctx.passwords.hash(input.password),
    ctx.mailDomain(domainOf(input.email)),
  ])
  if (reachable === 'no') return UNDELIVERABLE
  if (await isTaken(ctx.db, input.email)) return EMAIL_TAKEN
  try {
    const registration = await createAccount(ctx, { ...input, passwordHash, locale: visitor.locale }, visitor)
    ctx.log.info('user_registered', { userId: registration.user.id })
    return ok(registration)
  } catch (error) {
    // Of simultaneous registrations of one address, the unique index lets exactly one through.
    if (isDuplicate(error, 'users_email_key')) return EMAIL_TAKEN
    throw error
  }
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

async function isTaken(db: Queryable, email: string): Promise<boolean> {
  const [row] = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  return row !== undefined
}

type NewUser = Pick<typeof users.$inferInsert, 'name' | 'email' | 'passwordHash' | 'locale'>

function createAccount(ctx: Context, newUser: NewUser, visitor: Visitor): Promise<Registration> {
  const now = ctx.now()
  const { name, email, passwordHash, locale } = newUser
  return ctx.db.transaction(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ name, email, passwordHash, locale, createdAt: now, updatedAt: now })
      .returning()
    if (!user) throw new Error('an insert returned no row')
    await recordEvent(ctx, tx, { type: 'registered', userId: user.id, actorId: user.id })
    const token = await mintEmailToken(tx, user, now)
    await sendVerificationEmail(ctx, tx, user, token)
    // The first link counts too, so that the countdown to the next one starts now.
    await consume({ ...ctx, db: tx }, ...linkLimits(user.email))
    await endPresentedSession(ctx, tx, visitor.jwt)
    const session = await issueSession(ctx, tx, user)
    return { user: publicUser(user), session, deviceMark: knownDeviceMark(ctx.env, user) }
  })
}
