import { endpoint } from '@/app/api/endpoint'
import { register } from '@/lib/auth/register'
import { DEVICE_COOKIE, readCookie } from '@/lib/http/cookies'
import type { FormPages } from '@/lib/http/form/pages'
import { anyone } from '@/lib/http/guard/open'
import { readValue } from '@/lib/http/request/read-input'
import { addSignIn } from '@/lib/http/response/add-sign-in'
import { json } from '@/lib/http/response/json'
import { parseRegistration } from './parse-registration'

/** The dashboard that it ends on says to check the e-mail, or that the address is verified. */
const FORM: FormPages = { page: () => '/register', done: () => '/dashboard', keeps: ['name', 'email'] }

/** `POST /api/auth/register`: specification 1.1 and 4.9. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/register',
  {
    POST: anyone(async (call) => {
      const { ctx, request, visitor } = call
      const body = await readValue(call)
      if (!body.ok) return body
      const input = await parseRegistration(body.value)
      if (!input.ok) return input
      const { emailProof: token, ...person } = input.value
      const browser = readCookie(request.headers.get('cookie'), DEVICE_COOKIE)
      const registered = await register(
        ctx,
        { ...person, proof: token ? { token, browser } : undefined },
        visitor,
      )
      if (!registered.ok) return registered
      const { user } = registered.value
      const message = user.emailVerified ? 'Email verified!' : 'Please check your email'
      return addSignIn(json(201, { user, message }), ctx.env, registered.value)
    }),
  },
  FORM,
)
