import { z } from 'zod'
import type { ApiCall } from '@/lib/http/api-call'
import type { FormPages } from '@/lib/http/form/pages'
import { withProofInside } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import type { Refused, Result } from '@/lib/kernel/result'
import { linkToken } from '@/lib/link/input'
import type { LinkPurpose } from '@/lib/link/purposes'
import { tokenInput } from './auth/input'
import { linkPages } from './link-pages'

/**
 * A plain form that asks "Was this you?". Without JavaScript the page cannot keep a "yes" to itself, so the form says which
 * answer was chosen, and one without an answer is refused: a mail scanner posts the fields of a form as it finds them.
 */
const answerInput = z.strictObject({ token: linkToken, answer: z.enum(['not_me', 'me']) })

/** Pages around such a form. A "yes" uses nothing up, so that it leads back to the link. */
export function answerPages(purpose: LinkPurpose): FormPages {
  const pages = linkPages(purpose, ['answer'])
  return {
    ...pages,
    done: (fields, status) => (fields.answer === 'me' ? pages.page(fields) : pages.done(fields, status)),
  }
}

/** The act of a link, for whoever holds its token. */
type LinkAct = (ctx: ApiCall['ctx'], token: string, visitor: ApiCall['visitor']) => Promise<Result<unknown>>

/** Handlers of such a link: JSON with its token acts, and so does the form whose answer is "not me". `done`: the body of 200. */
export function answerHandlers(act: LinkAct, done: unknown) {
  async function perform({ ctx, visitor }: ApiCall, token: string): Promise<Response | Refused> {
    const outcome = await act(ctx, token, visitor)
    return outcome.ok ? json(200, done) : outcome
  }
  return {
    POST: withProofInside(async (call) => {
      const input = await readInput(call, tokenInput)
      return input.ok ? perform(call, input.value.token) : input
    }),
    FORM: withProofInside(async (call) => {
      const input = await readInput(call, answerInput)
      if (!input.ok) return input
      return input.value.answer === 'me' ? json(200, { success: true }) : perform(call, input.value.token)
    }),
  }
}
