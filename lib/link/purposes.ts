import { LIFETIMES } from '../kernel/lifetimes'

type Purpose = {
  /** The page that the link opens. */
  path: `/${string}`
  /** Milliseconds. */
  lifetime: number
  /** `address`: the link is good only while the account has the address that it went to. */
  boundTo: 'address' | 'account'
  /** Kinds of links of the account that its use voids. */
  voids: readonly string[]
  /** The message also carries a code to type (`lib/link/code.ts`). */
  hasCode?: true
}

/** Every kind of mailed link. A new one is a line here. */
export const LINK_PURPOSES = {
  /** Proves the address of an account (specification 1.2). */
  verify_email: {
    path: '/auth/verify-email',
    lifetime: LIFETIMES.verificationToken,
    boundTo: 'address',
    voids: ['verify_email'],
    hasCode: true,
  },
  /** Lets the owner choose a new password. The undo link outlives it: it protects the owner (specification 4.2). */
  reset_password: {
    path: '/auth/reset-password',
    lifetime: LIFETIMES.resetToken,
    boundTo: 'address',
    voids: ['verify_email', 'reset_password', 'change_email', 'not_me'],
  },
  /** Proves a new address; its row holds that address, and is all there is of a pending change. */
  change_email: {
    path: '/account/email',
    lifetime: LIFETIMES.emailChangeToken,
    boundTo: 'account',
    voids: ['verify_email', 'reset_password', 'change_email', 'not_me'],
  },
  /**
   * Gives the former address back; its row holds that address, and reserves it. Of several in time, the link of an earlier
   * change outranks the later ones: it alone voids them (`voidLaterLinks`).
   */
  undo_email_change: {
    path: '/auth/undo-email-change',
    lifetime: LIFETIMES.undoToken,
    boundTo: 'account',
    voids: ['verify_email', 'reset_password', 'change_email', 'not_me'],
  },
  /** "This was not me": ends one session or all, and starts a reset. One about a session leaves those about others good. */
  not_me: {
    path: '/auth/not-me',
    lifetime: LIFETIMES.notMeToken,
    boundTo: 'address',
    voids: ['reset_password', 'change_email'],
  },
} as const satisfies Record<string, Purpose>

export type LinkPurpose = keyof typeof LINK_PURPOSES

export const LINK_PURPOSE_NAMES = Object.keys(LINK_PURPOSES) as [LinkPurpose, ...LinkPurpose[]]

/** The pages of mailed links. */
export const LINK_PATHS: readonly string[] = Object.values(LINK_PURPOSES).map(({ path }) => path)

/** The address of a link's page with its token, always under the configured origin, never under a request's Host. */
export function linkUrl({ appUrl }: { appUrl: string }, purpose: LinkPurpose, token: string): string {
  const url = new URL(LINK_PURPOSES[purpose].path, appUrl)
  url.searchParams.set('token', token)
  return url.href
}
