import { z } from 'zod'
import { codePoints, normalisedPassword, PASSWORD_MAX, PASSWORD_MIN } from './text'

/** A lone surrogate: not text, and UTF-8 would make all of them one character, so one password would open another. */
const LONE_SURROGATE = /\p{Cs}/u

/** Any text of 1 to 1024 code points, as typed. Whether it is good enough is `passwordProblem`'s business. */
export const passwordText = z
  .string({ error: (issue) => (issue.input === undefined ? 'password_required' : 'wrong_type') })
  .refine((text) => text !== '', 'password_required')
  .refine((text) => codePoints(normalisedPassword(text)) <= PASSWORD_MAX, 'password_too_long')
  .refine((text) => !LONE_SURROGATE.test(text), 'wrong_type')
  .meta({
    description: `At most ${PASSWORD_MAX} characters; a new one has ${PASSWORD_MIN} or more and is not easily guessed.`,
    format: 'password',
    minLength: 1,
  })
