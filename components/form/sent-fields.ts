import { type FormMethod, formMethod } from '@/lib/http/form/method'

type Fields = Record<string, string>

/** Fields that only a plain form needs. */
const OF_PLAIN_FORMS = ['page', 'next', 'mark']

/** A form's method and its text fields as JSON, the pressed button's name among them. */
export function sentFields(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): { method: FormMethod; fields: Fields } {
  const data = new FormData(form, submitter)
  const method = formMethod(data.get('method'))
  const own = method === 'POST' ? OF_PLAIN_FORMS : [...OF_PLAIN_FORMS, 'method']
  const fields = [...data].filter(([name]) => !own.includes(name))
  return {
    method,
    fields: Object.fromEntries(fields.map(([name, value]) => [name, typeof value === 'string' ? value : ''])),
  }
}

/** A field that no page may show again: passwords, tokens, codes, proofs. */
const SECRET = /password$|token$|code$|secret$|proof$/i

/** Sent fields that a page may show again: all but the secret ones. */
export const shownFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET.test(name)))
