import { fail, ok, type RefusalOf, type Result } from '../../kernel/result'
import { readBody } from './read-body'

/** The largest JSON body that any route takes from a client, in bytes. */
export const MAX_BODY_BYTES = 16 * 1024

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** Whether a request says that it carries JSON. */
export const isJson = (headers: Headers): boolean => JSON_TYPE.test(headers.get('content-type') ?? '')

/** Whether a request says that it carries something else than JSON: what a form of another site can send is among it. */
export const isOtherThanJson = (headers: Headers): boolean =>
  headers.has('content-type') && !JSON_TYPE.test(headers.get('content-type') ?? '')

function parseJson(body: Buffer): Result<unknown, 'invalid_json'> {
  try {
    // `fatal`: bytes that are not UTF-8 are refused here, instead of becoming U+FFFD in somebody's password.
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)))
  } catch {
    return fail('invalid_json')
  }
}

type JsonRefusal = RefusalOf<typeof readBody> | 'unsupported_media_type' | 'invalid_json'

/**
 * The JSON body of a request. Refuses with `unsupported_media_type` (exactly `application/json`: a form of another
 * site cannot send that), `body_too_large`, `client_gone` or `invalid_json`.
 */
export async function readJson(request: Request): Promise<Result<unknown, JsonRefusal>> {
  if (!isJson(request.headers)) return fail('unsupported_media_type')
  const body = await readBody(request, MAX_BODY_BYTES)
  return body.ok ? parseJson(body.value) : body
}
