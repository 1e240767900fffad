/** How long a token may be good after its session ended: five minutes, and one for clocks that differ. */
const REMEMBERED = 6 * 60_000

/** Sessions that ended, by `sid`, each with the moment when no token of it is good any more. The oldest stand first. */
const ended = new Map()

/** From now on no token of this session is taken. */
export function noteEnd(sid, now = Date.now()) {
  for (const [old, until] of ended) {
    if (until > now) break
    ended.delete(old)
  }
  if (!ended.has(sid)) ended.set(sid, now + REMEMBERED)
}

export const hasEnded = (sid) => ended.has(sid)
