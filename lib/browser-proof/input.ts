import { z } from 'zod'

/**
 * A token that a browser put into the hidden field of a sign-up form. An empty one is none, and anything that is no text is a malformed one: whatever
 * comes, it makes no sign-up fail.
 */
export const browserProof = z
  .unknown()
  .transform((value) =>
    value === undefined || value === '' ? undefined : typeof value === 'string' ? value : '?',
  )
  .optional()
  .meta({
    description:
      'Proof of the address by the browser (Email Verification Protocol). One that does not count changes nothing about the sign-up.',
  })
