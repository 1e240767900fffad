/** Fields of a posted form; one that came more than once is a list. */
export type FormFields = Record<string, string | string[]>

/** Pages around a plain form, as its route knows them. */
export type FormPages = {
  /** The page that the form stands on: shown again after a refusal. */
  page(fields: FormFields): string
  /** Where success leads. `status`: of the API's answer. */
  done(fields: FormFields, status: number): string
  /** Typed values for the page to show again. Never a password, never a token. */
  keeps?: readonly string[]
  /** The page that `done` names shows the API's answer; of some forms, where it is a function. */
  showsAnswer?: true | ((fields: FormFields) => boolean)
}

/** The text of one field; '' where it is missing or came more than once. */
export function fieldText(fields: FormFields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

/** Whether the page after a form's success shows the answer. */
export const doesShowAnswer = ({ showsAnswer }: FormPages, fields: FormFields): boolean =>
  typeof showsAnswer === 'function' ? showsAnswer(fields) : showsAnswer === true
