import { confirmEmailChange } from '../../lib/auth/email-change/confirm'
import { requestEmailChange } from '../../lib/auth/email-change/request'
import { deliverDue } from '../../lib/email/send/worker'
import { type EmailAddress, toEmailAddress } from '../../lib/kernel/email-address'
import { LINK_PURPOSES, type LinkPurpose } from '../../lib/link/purposes'
import { type ActiveSession, readSession } from '../../lib/session/read'
import { login } from './entries'
import { letterTo } from './mail'
import { aVisitor, expectOk, freshEmail, PASSWORD, type World } from './world'

/** The session of a JWT that is good. */
export async function sessionOf({ ctx }: World, jwt: string): Promise<ActiveSession> {
  const session = await readSession(ctx, jwt)
  if (!session) throw new Error('the session ended')
  return session
}

/** A new session in another browser. */
export async function signInAnew({ ctx }: World, email: string, password = PASSWORD): Promise<string> {
  const signedIn = await login(ctx, { email: toEmailAddress(email), password }, aVisitor())
  return expectOk(signedIn).session.jwt
}

/** The token of the newest link of a purpose that was mailed to `address`; '' where none was. */
export async function mailedToken(world: World, purpose: LinkPurpose, address: string): Promise<string> {
  await deliverDue(world.ctx)
  const link = new RegExp(`${LINK_PURPOSES[purpose].path}\\?token=([0-9a-f]{64})`)
  const email = letterTo(world.ctx.mail, address, link)
  return link.exec(email?.text ?? '')?.[1] ?? ''
}

/** Asks for another address. @returns the token that was mailed to it */
export async function askFor(world: World, jwt: string, email: EmailAddress): Promise<string> {
  const session = await sessionOf(world, jwt)
  expectOk(await requestEmailChange(world.ctx, email, session, aVisitor({ jwt })))
  return mailedToken(world, 'change_email', email)
}

/** Changes the address all the way. @returns the new JWT, the new address, and the token that undoes the change */
export async function changeAddress(
  world: World,
  { jwt, email: old }: { jwt: string; email: EmailAddress },
  email: EmailAddress = freshEmail(),
): Promise<{ jwt: string; email: EmailAddress; undo: string }> {
  const token = await askFor(world, jwt, email)
  const session = await sessionOf(world, jwt)
  const changed = expectOk(await confirmEmailChange(world.ctx, token, session, aVisitor({ jwt })))
  return { jwt: changed.session.jwt, email, undo: await mailedToken(world, 'undo_email_change', old) }
}

/** Names of an account's events, oldest first. */
export async function eventsOf({ pool }: World, userId: number): Promise<string[]> {
  const { rows } = await pool.query('select type from events where user_id = $1 order by id', [userId])
  return rows.map(({ type }) => type)
}
