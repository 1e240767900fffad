import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type PublicUser, readSession } from '../token/session'
import { readCookie, SESSION_COOKIE } from './cookies'
import { pageContext } from './page-context'

/** Who is signed in, or null. Signature, then row: the session is checked anew on every request, once a request. */
export const currentUser = cache(async (): Promise<PublicUser | null> => {
  const jwt = readCookie((await headers()).get('cookie'), SESSION_COOKIE)
  const session = await readSession(pageContext(), jwt)
  return session?.user ?? null
})

/**
 * Who is signed in; everybody else is sent to sign in, and from there to `path`. For pages and server actions:
 *
 *     const user = await requireUser('/dashboard')
 *
 * @param path where this page lives, for the way back
 */
export async function requireUser(path: string): Promise<PublicUser> {
  const user = await currentUser()
  return user ?? redirect(`/login?next=${encodeURIComponent(path)}`)
}

/** Placeholder: lets everybody in who is signed in. */
export const requireOperator = requireUser
