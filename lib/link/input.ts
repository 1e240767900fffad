import { z } from 'zod'

/** 32 random bytes in hexadecimal, exactly as `mintLink` writes them. */
const LINK_TOKEN = /^[0-9a-f]{64}$/

/** A token, exact: `lib/link/mend/read-link.ts` mends links that mail programs distorted. */
export const linkToken = z
  .string({ error: (issue) => (issue.input === undefined ? 'token_invalid' : 'wrong_type') })
  .regex(LINK_TOKEN, 'token_invalid')
  .meta({ description: 'From the mailed link.' })

/** A code as it is typed: `lib/link/code.ts` reads it. */
export const mailedCode = z
  .string({ error: (issue) => (issue.input === undefined ? 'code_invalid' : 'wrong_type') })
  .refine((text) => text.trim() !== '' && text.length <= 100, 'code_invalid')
  .meta({ description: 'From the verification e-mail. Case, spaces and hyphens do not matter.' })
