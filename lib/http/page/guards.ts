import 'server-only'
import { notFound, redirect } from 'next/navigation'
import type { PublicUser } from '../../account/account'
import type { Context } from '../../kernel/context'
import { hasFactor, lacksFactor } from '../../session/operator-factor'
import { isProofFresh } from '../../session/proof'
import type { ActiveSession } from '../../session/read'
import { devicePage } from '../device-page'
import { checkedSession, currentSession, currentUser } from './current-user'
import { pageContext } from './page-context'
import { requestPath } from './request-path'

/**
 * Guards of pages. Every page calls exactly one (`tests/unit/http/guards.test.ts` walks them all), itself: Next.js does not
 * run a layout for each page below it.
 */

/** Sends whoever is not let in to sign in; with a key that the browser could not prove just now, to try again. */
async function turnAway(path: string): Promise<never> {
  const { verdict } = await checkedSession()
  if (verdict === 'unavailable') return redirect(devicePage('unchecked', await requestPath()))
  // A person who was let in a moment ago comes back to the whole address.
  const back = verdict === 'none' ? path : await requestPath()
  return redirect(`/login?next=${encodeURIComponent(back)}`)
}

/** The signed-in person, or null: for a page that is open to everybody. */
export const openToAll = (): Promise<PublicUser | null> => currentUser()

/**
 * The signed-in person; everybody else is sent to sign in, and from there to `path`:
 *
 *     const user = await requireUser('/dashboard')
 *
 * @param path where this page lives, for the way back
 */
export async function requireUser(path: string): Promise<PublicUser> {
  const user = await currentUser()
  return user ?? turnAway(path)
}

/** Whether a session is presented whose key was not proven: why the sign-in page is shown, for its lead. */
export const isUnproven = async (): Promise<boolean> =>
  !['let_in', 'none'].includes((await checkedSession()).verdict)

/** The same, with a proven address; others are sent to the notice of the dashboard, which waits for the proof. */
export async function requireVerifiedUser(path: string): Promise<PublicUser> {
  const user = await requireUser(path)
  return user.emailVerified ? user : redirect('/dashboard')
}

/**
 * The signed-in person who gave a proof in this session at most ten minutes ago; others are asked for one at
 * `/account/confirm`, and come back to `path`. For a page that shows what nobody at a forgotten screen may see. A form
 * needs no such page: `components/form/proof-field.tsx`.
 */
export async function requireFreshProof(path: string): Promise<PublicUser> {
  const session = await currentSession()
  if (!session) return turnAway(path)
  if (isProofFresh(pageContext(), session)) return session.user
  return redirect(`/account/confirm?next=${encodeURIComponent(path)}`)
}

/** Whether the session's proof is fresh: what a form asks in addition, never what protects its act. */
export async function hasFreshProof(): Promise<boolean> {
  const session = await currentSession()
  return session !== null && isProofFresh(pageContext(), session)
}

/**
 * The signed-in operator. Whoever is not signed in is sent to sign in; to a member the page does not exist. Without a second factor, an operator is led to set one up, or to give it. Every page
 * below `/monitoring` asks for itself: a layout is not run for each of them.
 */
export async function requireOperator(path: string): Promise<ActiveSession> {
  const session = await currentSession()
  if (!session) return turnAway(path)
  if (session.role !== 'operator') return notFound()
  if (!lacksFactor(pageContext().env, session)) return session
  return redirect(
    hasFactor(session)
      ? `/account/confirm?next=${encodeURIComponent(path)}`
      : '/account/security?needed=factor',
  )
}

/** Lets a page exist beside the local mailbox alone; 404 under any other transport. */
export function requireLocalMailbox(): Context {
  const ctx = pageContext()
  return ctx.env.email.transport === 'mailbox' ? ctx : notFound()
}
