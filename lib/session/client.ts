import type { CoreContext, Visitor } from '../kernel/context'
import { readUserAgent } from './client/user-agent'

/** A client as a person recognises it; null: unknown. */
export type Client = {
  /** A name of `lib/session/client/user-agent.ts`, without a version. */
  browser: string | null
  /** A name of the same file, without a version. */
  system: string | null
  /** ISO 3166-1 alpha-2. */
  country: string | null
}

/**
 * Names the client of a request, for the rows of sessions and events. It changes nothing, so a transaction may repeat it.
 * Never call it at a check of a session: it reads patterns, and once a process the table of countries.
 */
export async function describeClient(ctx: CoreContext, visitor: Visitor): Promise<Client> {
  return { ...readUserAgent(visitor.userAgent), country: await ctx.countryOf(visitor.network) }
}
