/** Something that is over at a moment (milliseconds since 1970). */
export type Dated<T> = { value: T; until: number }

export type Idea = { id: string; text: string }

/** State of this application. A larger one has a database; several processes of it share one. */
type Memory = {
  /** Tokens with the name of their person, by the SHA-256 of the cookies that they were given for. */
  visits: Map<string, Dated<{ token: string; name: string }>>
  /** Sessions that ended, by `sid`, while tokens of theirs may be good. */
  ended: Map<string, Dated<true>>
  /** Events that came, by their id, while they may come again. */
  events: Map<string, Dated<true>>
  /** Ideas by the `sub` of their person. */
  ideas: Map<string, Idea[]>
}

/** Next.js loads a module once for pages and once for routes; only `globalThis` is shared. */
const shared = globalThis as { studioMemory?: Memory }

shared.studioMemory ??= { visits: new Map(), ended: new Map(), events: new Map(), ideas: new Map() }

export const memory: Memory = shared.studioMemory

/** Keeps a value for so many milliseconds, and drops what is over. */
export function keep<T>(kept: Map<string, Dated<T>>, name: string, value: T, milliseconds: number): void {
  const now = Date.now()
  for (const [old, { until }] of kept) if (until <= now) kept.delete(old)
  kept.set(name, { value, until: now + milliseconds })
}

/** A value that is not over. */
export function recall<T>(kept: Map<string, Dated<T>>, name: string): T | undefined {
  const found = kept.get(name)
  return found && found.until > Date.now() ? found.value : undefined
}
