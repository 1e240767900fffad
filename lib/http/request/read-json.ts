import type { ZodType } from 'zod'
import { parseInput } from '../../kernel/parse-input'
import { fail, ok, type RefusalOf, type Result } from '../../kernel/result'
import { readBody } from './read-body'

/** The largest JSON body that any route takes from a client, in bytes. */
export const MAX_BODY_BYTES = 16 * 1024

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

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
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) return fail('unsupported_media_type')
  const body = await readBody(request, MAX_BODY_BYTES)
  return body.ok ? parseJson(body.value) : body
}

/** The JSON body of a request as `schema` wants it; refuses additionally with `invalid_input` and every field at fault. */
export async function readInput<T>(
  request: Request,
  schema: ZodType<T>,
): Promise<Result<T, JsonRefusal | 'invalid_input'>> {
  const body = await readJson(request)
  return body.ok ? parseInput(schema, body.value) : body
}
