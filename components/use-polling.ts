'use client'

import { useCallback, useEffect, useEffectEvent, useRef } from 'react'
import { type ApiAnswer, callApi } from './form/call-api'
import { loadAnew, staleNote } from './outdated/load-anew'

/** Pauses between two requests: the first in ms, its growth factor, the longest in ms. */
export type Pace = { first: number; growth: number; last: number }

/** Milliseconds after which a missing answer is a failure. */
const ANSWER_TIMEOUT = 10_000

/**
 * Polls `path` of the API while the page is visible, and at once when it comes back to the front. A session that
 * ended leads to signing in, one of another account to its own page.
 * @param path undefined stops the polling
 * @param onAnswer true starts the pauses anew; else they grow
 * @returns a function that polls at once and starts the pauses anew
 */
export function usePolling<Body>(
  path: string | undefined,
  pace: Pace,
  onAnswer: (answer: ApiAnswer<Body>) => boolean,
): () => void {
  const take = useEffectEvent(onAnswer)
  const look = useRef(() => {})

  useEffect(() => {
    if (!path) return
    const address = path
    let pause = pace.first
    let timer: ReturnType<typeof setTimeout> | undefined
    let current = 0

    async function ask() {
      clearTimeout(timer)
      if (document.hidden) return
      const turn = ++current
      const answer = await callApi<Body>(address, '', undefined, {
        signal: AbortSignal.timeout(ANSWER_TIMEOUT),
      })
      if (turn !== current) return
      if (!answer.ok && answer.refusal.code === 'unauthenticated')
        return location.assign(`/login?next=${location.pathname}`)
      const outdated = answer.ok ? undefined : staleNote(answer.refusal)
      if (outdated) return loadAnew(outdated)
      pause = take(answer) ? pace.first : Math.min(pause * pace.growth, pace.last)
      rest()
    }

    function rest() {
      timer = setTimeout(ask, pause)
    }

    function lookNow() {
      pause = pace.first
      ask()
    }

    look.current = lookNow
    rest()
    addEventListener('focus', lookNow)
    document.addEventListener('visibilitychange', lookNow)
    return () => {
      current = -1
      clearTimeout(timer)
      removeEventListener('focus', lookNow)
      document.removeEventListener('visibilitychange', lookNow)
    }
  }, [path, pace])

  return useCallback(() => look.current(), [])
}
