/** Pages of sign-in, of the account and of operators. Not `/`, the dashboard and the mailbox: a host's pages lead elsewhere. */
const CLOSED_PAGES =
  /^\/(login|register|forgot-password|goodbye|auth\/[a-z-]+|account(\/[a-z/-]+)?|monitoring(\/[\w/-]+)?)$/

/**
 * `Connection-Allowlist` of a page: nothing on it, whoever wrote it, reaches another origin, not even by a link or a form, which the
 * Content-Security-Policy lets through.
 *
 * Redirects are allowed: without the parameter a browser follows none, those to our own pages included. They are our server's
 * alone, which leads elsewhere from `/auth/oidc/{provider}` only.
 * Chromium 156 asks an issuer of proofs of addresses only where the page may reach it, so the sign-up page names those that the configuration allows.
 * Source: WICG, Connection Allowlists; a structured field (RFC 9651), which stops every connection when it cannot be parsed.
 * @param hosts further ones that the page may reach
 * @returns undefined for a page without the header
 */
export const connectionAllowlist = (pathname: string, hosts: readonly string[] = []): string | undefined =>
  CLOSED_PAGES.test(pathname)
    ? `(${['response-origin', ...hosts.map((host) => `"https://${host}/*"`)].join(' ')});redirects=allow`
    : undefined
