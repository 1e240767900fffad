import { z } from 'zod'
import type { CoreContext } from '../kernel/context'
import { open, seal } from '../kernel/seal'

/** Where a page of a list ended: by which key its last account matched, with what text, and its id. */
export type Place = { index: number; text: string; id: number }

const place = z.object({ index: z.int().min(0), text: z.string(), id: z.int().positive() })

/** A place as a link may carry it: sealed, because its text is somebody's name or address, and for one search alone. */
export const writeCursor = ({ env }: CoreContext, search: string, end: Place): string =>
  seal(env, 'people-cursor', search, JSON.stringify(end)).toString('base64url')

/** The place that a link carries; undefined where it is none of ours, or of another search. */
export function readCursor({ env }: CoreContext, search: string, cursor: string): Place | undefined {
  try {
    return place.parse(JSON.parse(open(env, 'people-cursor', search, Buffer.from(cursor, 'base64url'))))
  } catch {
    return undefined
  }
}
