import { endpoint } from '@/app/api/endpoint'
import { logout } from '@/lib/auth/logout'
import { endedSessionCookie } from '@/lib/http/cookies'
import { type FormPages, fieldText } from '@/lib/http/form/pages'
import { redirectTarget } from '@/lib/http/redirect-target'
import { isOtherThanJson } from '@/lib/http/request/read-json'
import { json } from '@/lib/http/response/json'
import { fail } from '@/lib/kernel/result'

/** Every page of the account has the form, so it says itself where it stands. */
const FORM: FormPages = {
  page: (fields) => redirectTarget(fieldText(fields, 'page')),
  done: () => '/login',
}

/** `POST /api/auth/logout`: ends the session row. Signing out twice is fine. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/logout',
  {
    async POST({ ctx, form, request, visitor }) {
      // Nobody reads a body here, but a text browser posts another site's form without saying where it comes from.
      if (!form && isOtherThanJson(request.headers)) return fail('unsupported_media_type')
      await logout(ctx, visitor.jwt)
      return json(
        200,
        { success: true },
        { 'Set-Cookie': endedSessionCookie(ctx.env), 'Clear-Site-Data': '"cache", "storage"' },
      )
    },
  },
  FORM,
)
