import { API_ROUTES, type ApiPath } from '../../app/api/routes'
import { openOutcome } from '../../lib/http/form/outcome'
import type { CoreContext } from '../../lib/kernel/context'
import { apiRequest, filledPath } from './api'
import { freshEmail } from './world'

export const FORM_TYPE = 'application/x-www-form-urlencoded'
export const OURS = { 'sec-fetch-site': 'same-origin' }

type Fields = Record<string, string> | [string, string][] | string

export const encoded = (fields: Fields): string =>
  typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()

/** Posts a plain form, as a browser without JavaScript does. */
export const post = (
  path: ApiPath,
  fields: Fields,
  headers: Record<string, string> = OURS,
  params: Record<string, string> = {},
): Promise<Response> =>
  API_ROUTES[path].POST(
    apiRequest('POST', filledPath(path, params), {
      body: encoded(fields),
      headers: { 'content-type': FORM_TYPE, ...headers },
    }),
  )

export const cookieLine = (response: Response): string =>
  response.headers.getSetCookie().find((line) => line.startsWith('form-outcome=')) ?? ''

export const cookieValue = (response: Response): string =>
  cookieLine(response).slice('form-outcome='.length).split(';')[0] ?? ''

/** Reads outcome cookies as the page at `path` does, in the browser that holds `session`. */
export const openedBy = (ctx: CoreContext, session: string, path: string, ...values: string[]) => {
  const cookies = [`auth-token=${session}`, ...values.map((value) => `form-outcome=${value}`)]
  return openOutcome(ctx, path, new Headers({ cookie: cookies.slice(session ? 0 : 1).join('; ') }))
}

/** The outcome that the page is told, where the answer leads there, in the browser that holds `session`. */
export const outcomeOf = (ctx: CoreContext, response: Response, session = '') => {
  const location = response.headers.get('location') ?? ''
  return openedBy(ctx, session, location.split('?', 1)[0] ?? '', cookieValue(response))
}

export const anybody = () => ({ email: freshEmail(), password: 'pas la bonne phrase du tout' })
