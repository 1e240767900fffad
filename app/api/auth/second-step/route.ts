import { endpoint } from '@/app/api/endpoint'
import { giveSecondStepByPasskey } from '@/lib/auth/passkey/second-step'
import { giveSecondStep } from '@/lib/auth/second-step'
import { type CodeMethod, methodOf } from '@/lib/factor/code'
import type { StepMethod } from '@/lib/factor/step/asked'
import { readCookie, readDeviceMark, STEP_COOKIE } from '@/lib/http/cookies'
import { type FormFields, type FormPages, fieldText } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { redirectTarget } from '@/lib/http/redirect-target'
import { readInput } from '@/lib/http/request/read-input'
import { steppedAnswer } from '@/lib/http/response/entry'
import { secondStepPage } from '@/lib/http/second-step-page'
import { recogniseSession } from '@/lib/session/read'
import { stepInput } from '../input'

const nextOf = (fields: FormFields): string => redirectTarget(fieldText(fields, 'next'))

const codeMethod = (method: StepMethod | undefined, code: string): CodeMethod =>
  method === undefined || method === 'passkey' ? methodOf(code) : method

const FORM: FormPages = { page: (fields) => secondStepPage(nextOf(fields)), done: nextOf }

/** `POST /api/auth/second-step`: specification 4.5. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/auth/second-step',
  {
    POST: withProofInside(async (call) => {
      const { ctx, request, visitor } = call
      const input = await readInput(call, stepInput)
      if (!input.ok) return input
      const cookies = request.headers.get('cookie')
      const token = readCookie(cookies, STEP_COOKIE)
      const deviceMark = readDeviceMark(ctx.env, cookies)
      const { code = '', method, response } = input.value
      const session = (await recogniseSession(ctx, visitor.jwt))?.handle ?? null
      const signIn = response
        ? await giveSecondStepByPasskey(ctx, { token, response, session, deviceMark }, visitor)
        : await giveSecondStep(ctx, { token, method: codeMethod(method, code), code, deviceMark }, visitor)
      return signIn.ok ? steppedAnswer(ctx.env, signIn.value) : signIn
    }),
  },
  FORM,
)
