import { z } from 'zod'
import { codePoints, normalisedPassword, PASSWORD_MAX, PASSWORD_MIN } from './text'

/** A lone surrogate. UTF-8 encodes all of them as one character, so different passwords would be equal. */
const LONE_SURROGATE = /\p{Cs}/u

/** A password as typed: 1 to 1024 code points. `passwordProblem` judges whether a new one is good enough. */
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
