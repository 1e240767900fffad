import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { PublicUser } from '../../account/account'
import { runtime } from '../../runtime/runtime'
import { checkPresented } from '../../session/bind/admit'
import type { ActiveSession, CheckedSession } from '../../session/read'
import { devicePage } from '../device-page'
import { visitorOf } from '../request/visitor'
import { requestPath } from './request-path'

/**
 * Checks the session of this request. Signature, row, key: checked anew on every request, once a request. A link of another site that the
 * browser renewed no cookie for takes the way over a page of ours.
 */
export const checkedSession = cache(async (): Promise<CheckedSession> => {
  const [sent, path] = await Promise.all([headers(), requestPath()])
  const { ctx, hasOwnFront } = runtime()
  const checked = await checkPresented(ctx, visitorOf({ ctx, hasOwnFront }, sent))
  if (checked.verdict === 'bounce') redirect(devicePage('arriving', path))
  return checked
})

/** The session of this request that is let in, or null. */
export async function currentSession(): Promise<ActiveSession | null> {
  const { verdict, session } = await checkedSession()
  return verdict === 'let_in' ? session : null
}

/** The signed-in person, or null. */
export const currentUser = async (): Promise<PublicUser | null> => (await currentSession())?.user ?? null

/** Whether an operator is signed in: what such a person is shown in addition, never what protects it. */
export const isOperator = async (): Promise<boolean> => (await currentSession())?.role === 'operator'
