/** A refusal as the pages use it: the part of a problem document (RFC 9457) that a person is shown. */
export type Refusal = {
  code: string
  detail: string
  errors?: { field: string; code: string; detail: string }[]
  /** Seconds. */
  retryAfter?: number
}

/** What a form knows after it was sent, over JSON or as a plain form post. Typed values never include a password. */
export type FormState = { refusal?: Refusal; values: Record<string, string> }

/** The server action that a form posts to where there is no JavaScript. */
export type FormAction = (previous: FormState, data: FormData) => Promise<FormState>

export const UNSENT: FormState = { values: {} }

/** What one field shows of the form's state. */
export function fieldAnswer(state: FormState, name: string) {
  const errors = state.refusal?.errors ?? []
  return {
    fault: errors.find((error) => error.field === name)?.detail,
    isFirstFault: errors[0]?.field === name,
    defaultValue: state.values[name],
  }
}
