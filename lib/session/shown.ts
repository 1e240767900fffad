import { z } from 'zod'
import type { CoreContext } from '../kernel/context'
import { open, seal } from '../kernel/seal'

/** The parts of an account that a page's acts depend on: which account it is, and where its mail goes. */
type Shown = { id: number; email: string }

/**
 * Names the account that a page shows, for the requests the page makes. The name is sealed: it reveals neither the account's
 * number nor its address, differs from page to page, and grants nothing.
 */
export const nameShown = ({ env }: CoreContext, { id, email }: Shown): string =>
  seal(env, 'shown-account', '', JSON.stringify([id, email])).toString('base64url')

/** The account behind such a name; undefined where we did not make it. */
export function openShown({ env }: CoreContext, name: string): Shown | undefined {
  try {
    const [id, email] = JSON.parse(open(env, 'shown-account', '', Buffer.from(name, 'base64url')))
    return { id, email }
  } catch {
    return undefined
  }
}

/** The field in which a request names the account it was made for. */
export const shownAccount = z
  .string()
  .max(1024)
  .optional()
  .describe(
    'Sealed name of the account that the page showed, as the page got it. If another account is signed in by now, nothing is done.',
  )
