import type { Failure, Result } from '../../kernel/result'
import type { ApiCall } from '../api-call'
import { outcomeCookie } from '../cookies'
import type { Problem } from '../response/problem'
import { isOwnMark } from './mark'
import { formMethod } from './method'
import { formOrigin } from './origin'
import { type FormOutcome, heldSession, keptValues, sealOutcome } from './outcome'
import { doesShowAnswer, type FormFields, type FormPages, fieldText } from './pages'
import { readForm } from './read-form'
import { toldWith } from './tell-page'

/** Fields that speak of the form and its page; a route's schema does not see them. */
const OWN_FIELDS = ['page', 'next', 'mark']

/** Headers that describe the JSON body, which a redirect does not carry. */
const BODY_HEADERS = ['content-type', 'content-language', 'retry-after']

/** Fields for the handler. */
export function inputFields(fields: FormFields): FormFields {
  const own = formMethod(fields.method) === 'POST' ? OWN_FIELDS : [...OWN_FIELDS, 'method']
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !own.includes(name)))
}

/** Reads a form that a page of ours posted; null where another site, or nobody knows who, did. */
export async function readOwnForm({
  ctx,
  request,
}: Pick<ApiCall, 'ctx' | 'request'>): Promise<Result<FormFields> | null> {
  const origin = formOrigin(request.headers, ctx.env.appUrl)
  if (origin === 'foreign') return null
  const form = await readForm(request)
  if (origin === 'own') return form
  return form.ok && isOwnMark(ctx, request.headers, fieldText(form.value, 'mark')) ? form : null
}

const failureOf = ({ code, errors, retryAfter }: Problem): Failure =>
  ({
    code,
    fields: errors?.map(({ field, code, values }) => ({ field, code, values })),
    retryAfter,
  }) as Failure

/**
 * A path of this site as a whole address, because text browsers complain about a bare path. A request to another host name
 * (an alias, or a proxy's own) gets the bare path: its session cookie belongs to that name.
 */
const absolute = ({ env }: ApiCall['ctx'], { headers }: Request, path: string): string =>
  headers.get('host') === new URL(env.appUrl).host ? env.appUrl + path : path

/** Turns the API's answer to a form into the way to a page, which is told by cookie what to show. */
export async function redirectForm(
  { ctx, request }: Pick<ApiCall, 'ctx' | 'request'>,
  action: string,
  pages: FormPages,
  fields: FormFields,
  response: Response,
): Promise<Response> {
  const target = response.ok ? pages.done(fields, response.status) : pages.page(fields)
  const headers = new Headers(response.headers)
  for (const name of BODY_HEADERS) headers.delete(name)
  headers.set('Location', absolute(ctx, request, target))
  if (!response.ok || doesShowAnswer(pages, fields)) {
    const body = await response.json()
    const outcome: FormOutcome = {
      action,
      values: { ...keptValues(fields, pages.keeps), ...toldWith(response) },
      ...(response.ok ? { answer: body } : { refusal: failureOf(body) }),
    }
    const [path = '/'] = target.split('?', 1)
    const session = heldSession(...response.headers.getSetCookie(), request.headers.get('cookie'))
    const sealed = sealOutcome(ctx, { path, session }, outcome)
    headers.append('Set-Cookie', outcomeCookie(ctx.env, sealed, path))
  }
  return new Response(null, { status: 303, headers })
}
