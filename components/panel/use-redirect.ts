'use client'

import { useEffect } from 'react'

/** Goes to `path` after `delay` milliseconds, and leaves no way back to a page that has done its work. */
export function useRedirect(path: string, delay: number) {
  useEffect(() => {
    const timer = setTimeout(() => location.replace(path), delay)
    return () => clearTimeout(timer)
  }, [path, delay])
}
