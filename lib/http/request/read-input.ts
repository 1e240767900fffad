import type { ZodType } from 'zod'
import { parseInput } from '../../kernel/parse-input'
import { ok, type RefusalOf, type Result } from '../../kernel/result'
import type { ApiCall } from '../api-call'
import { readJson } from './read-json'

type Body = Pick<ApiCall, 'request' | 'form'>

/** The fields of a plain form, else the JSON body. Refuses as `readJson` does. */
export const readValue = async ({
  request,
  form,
}: Body): Promise<Result<unknown, RefusalOf<typeof readJson>>> => (form ? ok(form) : readJson(request))

/** The same as `schema` wants it; refuses additionally with `invalid_input` and every field at fault. */
export async function readInput<T>(
  call: Body,
  schema: ZodType<T>,
): Promise<Result<T, RefusalOf<typeof readValue> | 'invalid_input'>> {
  const body = await readValue(call)
  return body.ok ? parseInput(schema, body.value) : body
}
