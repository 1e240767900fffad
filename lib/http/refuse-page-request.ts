import type { ErrorCode } from '../kernel/errors'
import { isPostedForm } from './posted-form'
import { isCrossSite } from './request/cross-site'
import { readBody } from './request/read-body'
import { MAX_BODY_BYTES } from './request/read-json'

/** Next.js's own page for a document that failed can be asked for by its name, and says 500 then too. */
const FAILED_DOCUMENT = '/_global-error'

/**
 * Why the request of a page is refused before Next.js reads it, or nothing. Next.js answers 500 to each of these, and
 * who sends them is never one of our pages: with JavaScript they post JSON to the API, without it they post a form.
 * What it says of the router is looked at by our own server (`server/front.ts`): a proxy is not shown it.
 */
export async function refusePageRequest(
  request: Request,
  path: string,
  appUrl: string,
): Promise<ErrorCode | undefined> {
  if (path === FAILED_DOCUMENT) return 'not_found'
  if (isCrossSite(request, appUrl)) return 'cross_site_request'
  return request.method === 'POST' ? refusePost(request, appUrl) : undefined
}

async function refusePost(request: Request, appUrl: string): Promise<ErrorCode | undefined> {
  const { headers } = request
  const origin = headers.get('origin')
  if (origin !== null && origin !== appUrl) return 'cross_site_request'
  if (headers.has('next-action')) return 'invalid_json'
  const type = headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('multipart/')) return undefined
  const body = await readBody(request, MAX_BODY_BYTES)
  if (!body.ok) return body.error.code
  return (await isPostedForm(body.value, type)) ? undefined : 'invalid_json'
}
