import { LIFETIMES } from '../kernel/lifetimes'

/**
 * Every kind of mailed link. A new one is a line here.
 * `path`: the page it opens. `lifetime`: ms. `voids`: kinds of links of the account that its use voids.
 */
export const LINK_PURPOSES = {
  /** Proves the address of an account (specification 1.2). */
  verify_email: {
    path: '/auth/verify-email',
    lifetime: LIFETIMES.verificationToken,
    voids: ['verify_email'],
  },
} as const satisfies Record<string, { path: `/${string}`; lifetime: number; voids: readonly string[] }>

export type LinkPurpose = keyof typeof LINK_PURPOSES

export const LINK_PURPOSE_NAMES = Object.keys(LINK_PURPOSES) as [LinkPurpose, ...LinkPurpose[]]

/** The address of a link's page with its token, always under the configured origin, never under a request's Host. */
export function linkUrl({ appUrl }: { appUrl: string }, purpose: LinkPurpose, token: string): string {
  const url = new URL(LINK_PURPOSES[purpose].path, appUrl)
  url.searchParams.set('token', token)
  return url.href
}
