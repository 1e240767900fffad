/** Values of the segments in braces, by their names. */
export type PathParams = Record<string, string>

const BRACES = /^\{(\w+)\}$/

/** Whether a route's path has segments in braces, as `/api/account/sessions/{id}` has. */
export const isPattern = (route: string): boolean => route.includes('{')

/** Decodes a segment; undefined where it is empty or does not decode. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment) || undefined
  } catch {
    return undefined
  }
}

/** The values for a route's segments in braces; undefined where the path is not of that route. */
export function matchPath(route: string, path: string): PathParams | undefined {
  const [wanted, given] = [route.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const params: PathParams = {}
  for (const [index, segment] of wanted.entries()) {
    const name = BRACES.exec(segment)?.[1]
    const value = name === undefined ? undefined : decoded(given[index] ?? '')
    if (name === undefined ? segment !== given[index] : value === undefined) return undefined
    if (name !== undefined && value !== undefined) params[name] = value
  }
  return params
}

/**
 * Finds a route by the path of a request. A route of that very path comes first and costs one look-up; then those with segments in
 * braces, in the order of the table.
 */
export function routeFinder<Route>(routes: Record<string, Route>): (path: string) => Route | undefined {
  const patterns = Object.entries(routes).filter(([path]) => isPattern(path))
  return (path) =>
    Object.hasOwn(routes, path)
      ? routes[path]
      : patterns.find(([pattern]) => matchPath(pattern, path) !== undefined)?.[1]
}
