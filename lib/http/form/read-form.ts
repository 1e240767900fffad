import { fail, ok, type Result } from '../../kernel/result'
import { readBody } from '../request/read-body'
import { MAX_BODY_BYTES } from '../request/read-json'
import type { FormFields } from './pages'

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** Whether a request says that it carries a plain form. */
export const isForm = (headers: Headers): boolean => FORM_TYPE.test(headers.get('content-type') ?? '')

/** @throws URIError for bytes that are not UTF-8, which would become U+FFFD in somebody's password */
const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** The fields of `application/x-www-form-urlencoded` text (URL Standard 5.1). @throws URIError */
export function parseForm(text: string): FormFields {
  const fields = new Map<string, string | string[]>()
  for (const pair of text.split('&').filter((pair) => pair !== '')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? []
    const before = fields.get(decoded(name))
    fields.set(decoded(name), before === undefined ? decoded(value) : [before, decoded(value)].flat())
  }
  return Object.fromEntries(fields)
}

/** The fields of a plain form. Refuses with `body_too_large`, `client_gone` or, for unreadable bytes, `invalid_json`. */
export async function readForm(request: Request): Promise<Result<FormFields>> {
  const body = await readBody(request, MAX_BODY_BYTES)
  if (!body.ok) return body
  try {
    return ok(parseForm(new TextDecoder('utf-8', { fatal: true }).decode(body.value)))
  } catch {
    return fail('invalid_json')
  }
}
