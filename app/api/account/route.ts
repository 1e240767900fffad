import { endpoint } from '@/app/api/endpoint'
import { changeProfile } from '@/lib/auth/account/change-profile'
import { deleteOwnAccount } from '@/lib/auth/account/delete-account'
import { readAccount } from '@/lib/auth/read-account'
import { addEndedAccountCookies, localeCookie } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { withSession } from '@/lib/http/guard/session'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { fail } from '@/lib/kernel/result'
import { deletionInput, profileInput } from './input'

const isDeletion = (fields: FormFields): boolean => fieldText(fields, 'method') === 'DELETE'

const FORM: FormPages = {
  page: (fields) => (isDeletion(fields) ? '/account/data' : '/account'),
  done: (fields) => (isDeletion(fields) ? '/goodbye' : '/account'),
  keeps: ['name', 'locale', 'email'],
  // Nothing of the account stays in the browser that deleted it.
  showsAnswer: (fields) => !isDeletion(fields),
}

/** `/api/account`: specification 4.3. `GET` reads, `PATCH` changes name and language, `DELETE` deletes the account. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account',
  {
    // Pages ask by themselves for the state of a message, so a read keeps no idle session alive.
    GET: withSession(
      async (call, { user }) => {
        const shown = await requireShown(call, call.url.searchParams.get('account') ?? undefined, 'account')
        if (!shown.ok) return shown
        const account = await readAccount(call.ctx, user)
        return account ? json(200, account) : fail('unauthenticated')
      },
      { doesPeek: true },
    ),
    PATCH: withSession(async (call, session) => {
      const input = await readInput(call, profileInput)
      if (!input.ok) return input
      const { account, ...profile } = input.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const changed = await changeProfile(call.ctx, session, profile, call.visitor)
      if (!changed.ok) return changed
      const cookie = profile.locale && localeCookie(call.ctx.env, profile.locale)
      return json(200, { user: changed.value }, cookie ? { 'Set-Cookie': cookie } : {})
    }),
    DELETE: withFreshProof(async (call, session) => {
      const input = await readInput(call, deletionInput)
      if (!input.ok) return input
      const { account, email } = input.value
      const shown = await requireShown(call, account, 'account')
      if (!shown.ok) return shown
      const deleted = await deleteOwnAccount(call.ctx, session, email, call.visitor)
      if (!deleted.ok) return deleted
      const response = json(200, { success: true }, { 'Clear-Site-Data': '"cache", "storage"' })
      addEndedAccountCookies(response, call.ctx.env)
      return response
    }),
  },
  FORM,
)
