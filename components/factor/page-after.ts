import { secondStepPage } from '@/lib/http/second-step-page'

/** The answer of a sign-in: with `next`, the second step is asked. */
export type EntryBody = { next?: 'second_step' }

/** The page after a sign-in that was meant to lead to `next`. */
export const pageAfter = (body: EntryBody, next: string): string =>
  body.next === 'second_step' ? secondStepPage(next) : next
