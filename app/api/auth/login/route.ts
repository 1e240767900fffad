import { endpoint } from '@/app/api/endpoint'
import { login } from '@/lib/auth/login'
import { addSignInCookies, DEVICE_COOKIE, readCookie } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { anyone } from '@/lib/http/guard/open'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { loginInput } from '../input'

const nextOf = (fields: FormFields): string => redirectTarget(fieldText(fields, 'next'))

const FORM: FormPages = {
  page: (fields) =>
    fieldText(fields, 'next') === '' ? '/login' : `/login?next=${encodeURIComponent(nextOf(fields))}`,
  done: nextOf,
  keeps: ['email'],
}

/** `POST /api/auth/login`: specification 1.3. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/login',
  {
    POST: anyone(async (call) => {
      const { ctx, request, visitor } = call
      const input = await readInput(call, loginInput)
      if (!input.ok) return input
      const presented = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
      const signedIn = await login(ctx, { ...input.value, deviceMark: presented }, visitor)
      if (!signedIn.ok) return signedIn
      const { user, session, deviceMark } = signedIn.value
      const response = json(200, { user })
      addSignInCookies(response, ctx.env, session.jwt, deviceMark)
      return response
    }),
  },
  FORM,
)
