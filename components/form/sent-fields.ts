/** Fields that only a plain form needs. */
const OF_PLAIN_FORMS = ['page', 'next', 'mark']

/** A form's text fields as JSON, the pressed button's name among them. */
export function sentFields(form: HTMLFormElement, submitter: HTMLElement | null): Record<string, string> {
  const fields = [...new FormData(form, submitter)].filter(([name]) => !OF_PLAIN_FORMS.includes(name))
  return Object.fromEntries(fields.map(([name, value]) => [name, typeof value === 'string' ? value : '']))
}

/** Sent fields that a page may show again: all but the password. */
export const shownFields = ({ password: _, ...fields }: Record<string, string>): Record<string, string> =>
  fields
