import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import { markFor } from '../form/mark'
import { type FormOutcome, openOutcome } from '../form/outcome'
import { BROWSER_HEADER } from '../internal-headers'
import { describeProblem, type Problem } from '../response/problem'
import { currentSession } from './current-user'
import { pageContext } from './page-context'
import { requestLocale } from './request-locale'
import { requestPath } from './request-path'

/** A plain form's outcome, with its refusal in the visitor's words. */
export type ShownOutcome = Omit<FormOutcome, 'refusal'> & { refusal?: Problem }

/**
 * This page for its forms: its path and query, the mark where the browser needs one, the outcome that led here. `noPassword`: the
 * signed-in account has none, so that its fresh proof is another one.
 */
export type FormPage = { page: string; mark?: string; outcome?: ShownOutcome; noPassword?: boolean }

export const readFormPage = cache(async (): Promise<FormPage> => {
  const [sent, page, locale, session] = await Promise.all([
    headers(),
    requestPath(),
    requestLocale(),
    currentSession(),
  ])
  const ctx = pageContext()
  const browserId = sent.get(BROWSER_HEADER)
  const [path = '/'] = page.split('?', 1)
  const outcome = openOutcome(ctx, path, new Headers(sent))
  return {
    page,
    ...(session && !session.hasPassword && { noPassword: true }),
    ...(browserId && { mark: markFor(ctx, browserId) }),
    ...(outcome && {
      outcome: { ...outcome, refusal: outcome.refusal && describeProblem(outcome.refusal, locale) },
    }),
  }
})
