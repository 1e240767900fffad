import { and, eq } from 'drizzle-orm'
import type { Context, Visitor } from '../context'
import type { Queryable } from '../db/client'
import { users } from '../db/schema'
import { recordEvent } from '../events/record'
import { consume, forget, type Subject } from '../rate-limit/rate-limit'
import { fail, ok, type Result } from '../result'
import { lockUser } from '../token/email-token'
import { type IssuedSession, issueSession, type PublicUser, publicUser } from '../token/session'
import type { LoginInput } from './input'
import { knownDeviceMark } from './known-device'
import { endPresentedSession } from './logout'
import { signInLimits } from './sign-in-limits'

export type SignIn = { user: PublicUser; session: IssuedSession; deviceMark: string }

type StoredUser = typeof users.$inferSelect

/**
 * Specification 1.3. An unknown address and a wrong password are the same answer after the same work: one hash.
 * That an account is disabled is said to whoever knows its password, and to nobody else.
 * Refuses with `invalid_credentials`, `account_disabled` or `rate_limited`.
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
  const guards = signInLimits(ctx, input.email, user, visitor, deviceMark)
  const guarded = await consume(ctx, ...guards)
  if (!guarded.ok) return guarded
  const isRight = await ctx.passwords.verify(input.password, user?.passwordHash ?? null)
  if (user?.disabledAt && isRight) return fail('account_disabled')
  const signIn = user && isRight ? await openSession(ctx, user, input.password, visitor, guards) : null
  if (!signIn) {
    ctx.log.info('sign_in_refused', { userId: user?.id })
    return fail('invalid_credentials')
  }
  ctx.log.info('user_signed_in', { userId: signIn.user.id })
  return ok(signIn)
}

/** Makes the session; null when the account was deleted or disabled while its password was being checked. */
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
    if (!locked || locked.disabledAt) return null
    const passwordHash = rehashed ? await renewHash(ctx, tx, user, rehashed) : user.passwordHash
    await forget({ ...ctx, db: tx }, ...guards)
    await endPresentedSession(ctx, tx, visitor.jwt)
    await recordEvent(ctx, tx, { type: 'signed_in', userId: user.id, actorId: user.id })
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
