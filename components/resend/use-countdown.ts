'use client'

import { useEffect, useState } from 'react'

/**
 * Counts whole seconds down to 0.
 * @param seconds how long to wait, as an answer said it
 * @param answer that answer: another one starts the count again, even with the same number
 */
export function useCountdown(seconds: number, answer: object): number {
  const [count, setCount] = useState({ answer, left: seconds })

  useEffect(() => {
    if (seconds === 0) return
    const until = performance.now() + seconds * 1000
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((until - performance.now()) / 1000))
      setCount({ answer, left })
      if (left === 0) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [seconds, answer])

  return count.answer === answer ? count.left : seconds
}
