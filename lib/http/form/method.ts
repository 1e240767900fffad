/** Methods that an HTML form cannot name: theirs is POST, with a hidden field `method`. */
const METHODS_OF_FORMS = ['PATCH', 'DELETE'] as const

export type FormMethod = 'POST' | (typeof METHODS_OF_FORMS)[number]

/** The method that the field `method` of a form stands for. Any other value of that name is the route's own. */
export const formMethod = (value: unknown): FormMethod =>
  METHODS_OF_FORMS.find((method) => method === value) ?? 'POST'
