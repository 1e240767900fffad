import { eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import { users } from '../db/schema'
import { consume, forget, type Subject } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { type IssuedSession, issueSession, type PublicUser, publicUser } from '../token/session'
import type { LoginInput } from './input'
import { isKnownDevice, knownDeviceMark } from './known-device'
import { endPresentedSession } from './logout'

export type SignIn = { user: PublicUser; session: IssuedSession; deviceMark: string }

type StoredUser = typeof users.$inferSelect

/**
 * Specification 1.3. An unknown address and a wrong password are the same answer after the same work: one hash.
 * Refuses with `invalid_credentials` or `rate_limited`.
 * @param deviceMark what `login` gave this browser the last time, if it did
 */
export async function login(
  ctx: Context,
  input: LoginInput,
  visitor: Visitor,
  deviceMark: string | null = null,
): Promise<Result<SignIn>> {
  const guards = failureLimits(ctx, input.email, visitor, deviceMark)
  const limited = await consume(ctx, ['loginByNetwork', visitor.network], ...guards)
  if (!limited.ok) return limited
  const [user] = await ctx.db.select().from(users).where(eq(users.email, input.email))
  const isRight = await ctx.passwords.verify(input.password, user?.passwordHash ?? null)
  if (!user || !isRight) {
    ctx.log.info('sign_in_refused', { userId: user?.id })
    return fail('invalid_credentials')
  }
  const session = await openSession(ctx, user, input.password, visitor)
  await forget(ctx, ...guards)
  ctx.log.info('user_signed_in', { userId: user.id })
  return ok({ user: publicUser(user), session, deviceMark: knownDeviceMark(ctx.env, user.email) })
}

/**
 * The limits that count failures for one account. They count attempts first and forget them at success, so that
 * simultaneous guesses cannot slip past. A browser that has signed in to the account before has a budget of its
 * own: strangers who use up the others cannot lock the owner out (OWASP ASVS 6.1.1).
 */
function failureLimits(
  ctx: Pick<Context, 'env'>,
  email: string,
  visitor: Visitor,
  deviceMark: string | null,
): Subject[] {
  if (isKnownDevice(ctx.env, email, deviceMark)) return [['loginByKnownDevice', `${email} ${deviceMark}`]]
  return [
    ['loginByAccountAndNetwork', `${email} ${visitor.network}`],
    ['loginByAccount', email],
  ]
}

async function openSession(
  ctx: Context,
  user: StoredUser,
  password: string,
  visitor: Visitor,
): Promise<IssuedSession> {
  const rehashed = ctx.passwords.needsRehash(user.passwordHash) ? await ctx.passwords.hash(password) : null
  return ctx.db.transaction(async (tx) => {
    if (rehashed) await tx.update(users).set({ passwordHash: rehashed }).where(eq(users.id, user.id))
    await endPresentedSession(ctx, tx, visitor.jwt)
    return issueSession(ctx, tx, user)
  })
}
