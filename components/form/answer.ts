import type { Challenge } from '@/lib/kernel/result'

/** A refusal as the pages use it: the part of a problem document (RFC 9457) that a person is shown. */
export type Refusal = {
  code: string
  detail: string
  errors?: { field: string; code: string; detail: string }[]
  /** Seconds. */
  retryAfter?: number
  /** Work that is taken in place of waiting. */
  work?: Challenge
}

/**
 * State of a page's forms after one was sent, over JSON or as a plain form; no `action` before that. Typed
 * values never include a password.
 */
export type FormState<Body = unknown> = {
  /** The API's path that answered. */
  action?: string
  refusal?: Refusal
  answer?: Body
  values: Record<string, string>
}

/** Props of one field after its form was sent. */
export type FieldState = { fault?: string; isFirstFault: boolean; defaultValue?: string }

/** The part of the form's state that one field shows. */
export function fieldAnswer(state: FormState, name: string): FieldState {
  const errors = state.refusal?.errors ?? []
  return {
    fault: errors.find((error) => error.field === name)?.detail,
    isFirstFault: errors[0]?.field === name,
    defaultValue: state.values[name],
  }
}
