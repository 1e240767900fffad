import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import type { PublicUser } from '../../account/account'
import { type ActiveSession, readSession } from '../../session/read'
import { readCookie, SESSION_COOKIE } from '../cookies'
import { pageContext } from './page-context'

/** The session of this request, or null. Signature, then row: checked anew on every request, once a request. */
export const currentSession = cache(async (): Promise<ActiveSession | null> => {
  return await readSession(pageContext(), readCookie((await headers()).get('cookie'), SESSION_COOKIE))
})

/** The signed-in person, or null. */
export const currentUser = async (): Promise<PublicUser | null> => (await currentSession())?.user ?? null

/** Whether an operator is signed in: what such a person is shown in addition, never what protects it. */
export const isOperator = async (): Promise<boolean> => (await currentSession())?.role === 'operator'
