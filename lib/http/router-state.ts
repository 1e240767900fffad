/** The header in which Next.js's router says what it shows already. */
export const ROUTER_STATE_HEADER = 'next-router-state-tree'

const PARAMETER_KIND = /^(c|oc|d|[cd]i(\(\.{1,3}\)|\(\.\.\)\(\.\.\)))$/
const REFETCHES = ['refetch', 'inside-shared-layout', 'metadata-only']

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An array with these places; a check may let the last ones be absent. */
const isTuple = (value: unknown, checks: Check[]): boolean =>
  Array.isArray(value) && value.length <= checks.length && checks.every((check, place) => check(value[place]))

const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value)

const isKind: Check = (value) => typeof value === 'string' && PARAMETER_KIND.test(value)
const areSiblings: Check = (value) => value === null || (Array.isArray(value) && value.every(isText))
const isSegment: Check = (value) => isText(value) || isTuple(value, [isText, isText, isKind, areSiblings])
const areChildren: Check = (value) => isRecord(value) && Object.values(value).every(isState)
const isRefetch: Check = (value) => REFETCHES.includes(value as string)
const isOrigin: Check = (value) => isTuple(value, [isText, isText])
const isNumber: Check = (value) => typeof value === 'number'

function isState(value: unknown): boolean {
  const last: Check = (text) => text === undefined || isText(text)
  return isTuple(value, [isSegment, areChildren, maybe(isOrigin), maybe(isRefetch), maybe(isNumber), last])
}

/**
 * Whether Next.js can read this router state; to one that it cannot it answers 500. The shape is its own
 * (`next/dist/server/app-render/types.js`), which the bundle of a server cannot import.
 */
export function isRouterState(header: string): boolean {
  try {
    return isState(JSON.parse(decodeURIComponent(header)))
  } catch {
    return false
  }
}
