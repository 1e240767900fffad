import { endpoint } from '@/app/api/endpoint'
import { logout } from '@/lib/auth/logout'
import type { ApiCall } from '@/lib/http/api-call'
import { endedSessionCookie } from '@/lib/http/cookies'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { anyone } from '@/lib/http/guard/open'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readValue } from '@/lib/http/request/read-input'
import { isOtherThanJson } from '@/lib/http/request/read-json'
import { json } from '@/lib/http/response/json'
import { requireShown } from '@/lib/http/shown-guard'
import { fail } from '@/lib/kernel/result'
import { accountInput } from '../input'

/** Every page of the account has the form, so it says itself where it stands. */
const FORM: FormPages = {
  page: (fields) => redirectTarget(fieldText(fields, 'page')),
  done: () => '/login',
}

/** The account that a request names, if any. A faulty body does not keep anybody from signing out. */
async function shownIn(call: ApiCall): Promise<string | undefined> {
  const body = await readValue(call)
  return body.ok ? accountInput.safeParse(body.value).data?.account : undefined
}

/** `POST /api/auth/logout`: ends the session row. Signing out twice is fine. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/logout',
  {
    POST: anyone(async (call) => {
      const { ctx, form, request, visitor } = call
      // A body is not needed, but its type shows another site's form in a text browser, which does not say where it comes from.
      if (!form && isOtherThanJson(request.headers)) return fail('unsupported_media_type')
      const shown = await requireShown(call, await shownIn(call), 'account')
      if (!shown.ok) return shown
      await logout(ctx, visitor)
      return json(
        200,
        { success: true },
        { 'Set-Cookie': endedSessionCookie(ctx.env), 'Clear-Site-Data': '"cache", "storage"' },
      )
    }),
  },
  FORM,
)
