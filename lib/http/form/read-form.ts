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
  const lists = new Map<string, string[]>()
  for (const pair of text.split('&').filter((pair) => pair !== '')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? []
    const list = lists.get(decoded(name)) ?? []
    // In place: copying the list for each of eight thousand values held the event loop for seconds.
    list.push(decoded(value))
    lists.set(decoded(name), list)
  }
  const fields = Array.from(lists, ([name, list]) => [name, list.length === 1 ? list[0] : list])
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
