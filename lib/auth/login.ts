import { and, eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import type { Queryable } from '../db/client'
import { users } from '../db/schema'
import { consume, forget, type Subject } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { lockUser } from '../token/email-token'
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
  const limited = await consume(ctx, ['loginByNetwork', visitor.network])
  if (!limited.ok) return limited
  const [user] = await ctx.db.select().from(users).where(eq(users.email, input.email))
  const guards = failureLimits(ctx, input.email, user, visitor, deviceMark)
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  const isRight = await ctx.passwords.verify(input.password, user?.passwordHash ?? null)
  const signIn = user && isRight ? await openSession(ctx, user, input.password, visitor, guards) : null
  if (!signIn) {
    ctx.log.info('sign_in_refused', { userId: user?.id })
    return fail('invalid_credentials')
  }
  ctx.log.info('user_signed_in', { userId: signIn.user.id })
  return ok(signIn)
}

/**
 * The limits that count failures for one account. They count attempts first and forget them at success, so that
 * simultaneous guesses cannot slip past. A browser that has signed in to the account before has a budget of its
 * own: strangers who use up the others cannot lock the owner out (OWASP ASVS 6.1.1).
 */
function failureLimits(
  ctx: Pick<Context, 'env'>,
  email: string,
  user: StoredUser | undefined,
  visitor: Visitor,
  deviceMark: string | null,
): Subject[] {
  if (isKnownDevice(ctx.env, user, deviceMark)) {
    return [
      ['loginByKnownDevice', `${email} ${deviceMark}`],
      ['loginByKnownDevices', email],
    ]
  }
  return [
    ['loginByAccountAndNetwork', `${email} ${visitor.network}`],
    ['loginByAccount', email],
  ]
}

/** Makes the session; null when the account was deleted while its password was being checked. */
async function openSession(
  ctx: Context,
  user: StoredUser,
  password: string,
  visitor: Visitor,
  guards: Subject[],
): Promise<SignIn | null> {
  const rehashed = ctx.passwords.needsRehash(user.passwordHash) ? await ctx.passwords.hash(password) : null
  return ctx.db.transaction(async (tx) => {
    const locked = await lockUser(tx, user.id)
    if (!locked) return null
    const passwordHash = rehashed ? await renewHash(ctx, tx, user, rehashed) : user.passwordHash
    await forget({ ...ctx, db: tx }, ...guards)
    await endPresentedSession(ctx, tx, visitor.jwt)
    const session = await issueSession(ctx, tx, locked)
    return {
      user: publicUser(locked),
      session,
      deviceMark: knownDeviceMark(ctx.env, { id: user.id, passwordHash }),
    }
  })
}

/** Stores a hash of the present cost, but only where nobody changed the password meanwhile. @returns what is stored */
async function renewHash(ctx: Context, tx: Queryable, user: StoredUser, rehashed: string): Promise<string> {
  const renewed = await tx
    .update(users)
    .set({ passwordHash: rehashed, updatedAt: ctx.now() })
    .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash)))
    .returning({ passwordHash: users.passwordHash })
  return renewed[0]?.passwordHash ?? user.passwordHash
}
