import { randomBytes } from 'node:crypto'
import type { CoreContext } from '../../kernel/context'
import { LIFETIMES } from '../../kernel/lifetimes'
import { open, seal } from '../../kernel/seal'
import { BROWSER_COOKIE, readGuardedCookie } from '../cookies'

const BROWSER_ID = /^[\w-]{22}$/

/** A new name for a browser. */
export const newBrowserId = (): string => randomBytes(16).toString('base64url')

/** The name that a browser carries, if it is one of ours. */
export function browserIdOf(env: { appUrl: string }, headers: Headers): string | undefined {
  const id = readGuardedCookie(env, headers.get('cookie'), BROWSER_COOKIE)
  return id !== null && BROWSER_ID.test(id) ? id : undefined
}

/** The mark of a form on a page that this browser was given now. */
export const markFor = ({ env, now }: CoreContext, browserId: string): string =>
  seal(env, 'form-mark', browserId, String(now().getTime())).toString('base64url')

/** Whether this browser was given that mark, within a day. */
export function isOwnMark({ env, now }: CoreContext, headers: Headers, mark: string): boolean {
  const browserId = browserIdOf(env, headers)
  if (browserId === undefined) return false
  try {
    const madeAt = Number(open(env, 'form-mark', browserId, Buffer.from(mark, 'base64url')))
    return now().getTime() - madeAt < LIFETIMES.formMark
  } catch {
    return false
  }
}
