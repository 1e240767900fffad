import { endpoint } from '@/app/api/endpoint'
import { loseFactor } from '@/lib/auth/lose-factor'
import { readCookie, STEP_COOKIE } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { secondStepPage } from '@/lib/http/second-step-page'
import { nothingInput } from '../../../account/input'

const pageOf = (fields: FormFields): string => secondStepPage(redirectTarget(fieldText(fields, 'next')))

const FORM: FormPages = { page: pageOf, done: pageOf, showsAnswer: true }

/** `POST /api/auth/second-step/lost`: whoever lost the second step waits (docs/decisions/0041-ways-back.md). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/second-step/lost',
  {
    POST: withProofInside(async (call) => {
      const { ctx, request, visitor } = call
      const input = await readOptionalInput(call, nothingInput)
      if (!input.ok) return input
      const removal = await loseFactor(ctx, readCookie(request.headers.get('cookie'), STEP_COOKIE), visitor)
      if (!removal.ok) return removal
      const { dueAt, until } = removal.value
      return json(202, { dueAt, until })
    }),
  },
  FORM,
)
