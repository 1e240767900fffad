const HOME = '/dashboard'
/** Resolves every path the way a browser would; the name is reserved (RFC 2606) and reaches nobody. */
const BASE = 'http://site.invalid'

/**
 * Characters of a path that is worth coming back to. Encoded once more into the address of a page, it may become three
 * times as long, and our own server refuses 4096 (`server/odd-request.ts`).
 */
const MAX_PATH = 1024

/** One slash, then anything but a second one. */
const LOCAL_PATH = /^\/(?![/\\])/

/** A character that browsers drop or turn into a slash before they look at an address. */
const MISLEADING = /[\\\p{Cc}\s]/u

/**
 * Where to go after signing in: `next` when it is a path of this site, else the dashboard. Anything that a browser
 * could read as another site is not (`//evil`, `/\evil`, `/<TAB>/evil`, `https:evil`).
 */
export function redirectTarget(next: unknown): string {
  if (typeof next !== 'string' || !LOCAL_PATH.test(next) || MISLEADING.test(next)) return HOME
  if (!URL.canParse(next, BASE)) return HOME
  const url = new URL(next, BASE)
  const path = url.pathname + url.search
  // Looked at again: `/.//evil.test` is resolved to `//evil.test`.
  return url.origin === BASE && LOCAL_PATH.test(path) && path.length <= MAX_PATH ? path : HOME
}
