import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { PublicUser } from '../../account/account'
import { type ActiveSession, readSession } from '../../session/read'
import { readCookie, SESSION_COOKIE } from '../cookies'
import { pageContext } from './page-context'

/** The session of this request, or null. Signature, then row: checked anew on every request, once a request. */
const currentSession = cache(async (): Promise<ActiveSession | null> => {
  return await readSession(pageContext(), readCookie((await headers()).get('cookie'), SESSION_COOKIE))
})

/** The signed-in person, or null. */
export const currentUser = async (): Promise<PublicUser | null> => (await currentSession())?.user ?? null

/** Whether an operator is signed in: what such a person is shown in addition, never what protects it. */
export const isOperator = async (): Promise<boolean> => (await currentSession())?.role === 'operator'

const askToSignIn = (path: string): never => redirect(`/login?next=${encodeURIComponent(path)}`)

/**
 * The signed-in person; everybody else is sent to sign in, and from there to `path`. For pages:
 *
 *     const user = await requireUser('/dashboard')
 *
 * @param path where this page lives, for the way back
 */
export async function requireUser(path: string): Promise<PublicUser> {
  const user = await currentUser()
  return user ?? askToSignIn(path)
}

/**
 * The signed-in operator, for pages. Whoever is not signed in is sent to sign in; to a member the page does not
 * exist. Every page below `/monitoring` asks for itself: a layout is not run for each of them.
 */
export async function requireOperator(path: string): Promise<ActiveSession> {
  const session = await currentSession()
  if (!session) return askToSignIn(path)
  return session.role === 'operator' ? session : notFound()
}
