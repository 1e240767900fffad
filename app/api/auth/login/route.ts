import { endpoint } from '@/app/api/endpoint'
import { login } from '@/lib/auth/login'
import { readDeviceMark } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { anyone } from '@/lib/http/guard/open'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readInput } from '@/lib/http/request/read-input'
import { entryAnswer } from '@/lib/http/response/entry'
import { secondStepPage } from '@/lib/http/second-step-page'
import { loginInput } from '../input'

const nextOf = (fields: FormFields): string => redirectTarget(fieldText(fields, 'next'))

const FORM: FormPages = {
  page: (fields) =>
    fieldText(fields, 'next') === '' ? '/login' : `/login?next=${encodeURIComponent(nextOf(fields))}`,
  done: (fields, status) => (status === 202 ? secondStepPage(nextOf(fields)) : nextOf(fields)),
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
      const presented = readDeviceMark(ctx.env, request.headers.get('cookie'))
      const entry = await login(ctx, { ...input.value, deviceMark: presented }, visitor)
      return entry.ok ? entryAnswer(ctx.env, entry.value) : entry
    }),
  },
  FORM,
)
