/** Set by our own server (`server/front.ts`) to the address of the socket's other end. */
export const PEER_HEADER = 'x-peer-address'

/** Set by `proxy.ts`: Next.js does not tell a page under which address it was asked for. */
export const PATH_HEADER = 'x-request-path'

/** Set by `proxy.ts` to the browser's name, where the browser says nothing about where it posts from. */
export const BROWSER_HEADER = 'x-form-browser'
