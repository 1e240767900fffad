/**
 * The longest path and query, in characters; ours stay below 2,000. Next.js reads a query in quadratic time: 12,000
 * characters took it most of a second.
 */
const MAX_TARGET = 4096

/**
 * A path that decodes. Another server's address (`GET http://…`) would be taken by Next.js for what to render or
 * redirect to, and it answers 500 to what does not decode.
 */
function isPlainTarget(target: string): boolean {
  if (!target.startsWith('/')) return false
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** The status that a path with its query is refused with, if it is. */
export function faultOfTarget(target: string): 400 | 414 | undefined {
  if (target.length > MAX_TARGET) return 414
  return isPlainTarget(target) ? undefined : 400
}
