import type { ZodType } from 'zod'
import { parseInput } from '../../kernel/parse-input'
import { ok, type RefusalOf, type Result } from '../../kernel/result'
import type { ApiCall } from '../api-call'
import { readJson } from './read-json'

type Body = Pick<ApiCall, 'request' | 'form'>

type Read = Promise<Result<unknown, RefusalOf<typeof readJson>>>

/** A body can be read once; a guard may want to see it before the handler does. */
const bodies = new WeakMap<Request, Read>()

/** The fields of a plain form, else the JSON body. Refuses as `readJson` does. */
export async function readValue({ request, form }: Body): Read {
  if (form) return ok(form)
  const read = bodies.get(request) ?? readJson(request)
  bodies.set(request, read)
  return read
}

/** The same as `schema` wants it; refuses additionally with `invalid_input` and every field at fault. */
export async function readInput<T>(
  call: Body,
  schema: ZodType<T>,
): Promise<Result<T, RefusalOf<typeof readValue> | 'invalid_input'>> {
  const body = await readValue(call)
  return body.ok ? parseInput(schema, body.value) : body
}

/** The same for a request that needs no body: one without a type of content counts as empty. */
export const readOptionalInput = <T>(call: Body, schema: ZodType<T>): ReturnType<typeof readInput<T>> =>
  call.form || call.request.headers.has('content-type')
    ? readInput(call, schema)
    : Promise.resolve(parseInput(schema, {}))
