import { z } from 'zod'

/** 32 random bytes in hexadecimal, exactly as `mintLink` writes them. */
const LINK_TOKEN = /^[0-9a-f]{64}$/

/** A token, exact: `lib/link/read-link.ts` mends links that mail programs distorted. */
export const linkToken = z
  .string({ error: (issue) => (issue.input === undefined ? 'token_invalid' : 'wrong_type') })
  .regex(LINK_TOKEN, 'token_invalid')
  .meta({ description: 'From the link in the verification e-mail.' })
