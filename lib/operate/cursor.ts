import { z } from 'zod'
import type { CoreContext } from '../kernel/context'
import { open, seal } from '../kernel/seal'

/** The end of a page of a list: its last account's id, the key by which it matched (an index) and the matching text. */
export type Place = { index: number; text: string; id: number }

const place = z.object({ index: z.int().min(0), text: z.string(), id: z.int().positive() })

/** Seals a place for a link, because its text is somebody's name or address. It is valid for one search only. */
export const writeCursor = ({ env }: CoreContext, search: string, end: Place): string =>
  seal(env, 'people-cursor', search, JSON.stringify(end)).toString('base64url')

/** Opens the place of a link; undefined when it is forged or of another search. */
export function readCursor({ env }: CoreContext, search: string, cursor: string): Place | undefined {
  try {
    return place.parse(JSON.parse(open(env, 'people-cursor', search, Buffer.from(cursor, 'base64url'))))
  } catch {
    return undefined
  }
}
