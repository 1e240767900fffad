import type { CoreContext } from '../kernel/context'
import { keyedHash } from '../kernel/seal'
import { LIMITS, type LimitName } from './table'

/** A limit and the subject it counts, for example `['loginByNetwork', '192.0.2.1']`. */
export type Subject = readonly [limit: LimitName, subject: string]

/** Hits allowed in one window under this configuration. */
export const allowedHits = ({ env }: CoreContext, name: LimitName): number =>
  Math.max(1, Math.round(LIMITS[name].hits * env.rateLimitScale))

/** The key of the row that counts a subject: a keyed hash, so that no address is stored. */
export const keyOf = (ctx: CoreContext, [name, subject]: Subject): Buffer =>
  keyedHash(ctx.env, 'rate-limit', `${name}\0${subject}`)

export const keysOf = (ctx: CoreContext, subjects: Subject[]): Buffer[] =>
  subjects.map((subject) => keyOf(ctx, subject))
