import { fail, ok, type Result } from '../kernel/result'
import { recogniseSession } from '../session/read'
import { openShown } from '../session/shown'
import type { ApiCall } from './api-call'

/**
 * Refuses with `changed_meanwhile` a request from a page that shows another account than the session's, because another tab
 * signed in or up since. A request that names no account, or has no session, passes.
 * @param shown the request's field `account`
 * @param matters `account`: whose session it is; `address`: where its mail goes, too
 */
export async function requireShown(
  { ctx, visitor }: ApiCall,
  shown: string | undefined,
  matters: 'account' | 'address' = 'address',
): Promise<Result<null, 'changed_meanwhile'>> {
  const session = shown === undefined ? null : await recogniseSession(ctx, visitor.jwt)
  if (shown === undefined || !session) return ok(null)
  const seen = openShown(ctx, shown)
  if (seen?.id !== session.user.id) return changed('other_account')
  return matters === 'address' && seen.email !== session.user.email ? changed('address_changed') : ok(null)
}

const changed = (code: 'other_account' | 'address_changed') =>
  fail('changed_meanwhile', { fields: [{ field: 'account', code }] })
