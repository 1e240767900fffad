'use client'

import { useEffect } from 'react'
import { whenShown } from '@/components/when-shown'

/**
 * Goes to `path` once the page has been visible for `delay` milliseconds, and replaces the page in the history, because it
 * has done its work.
 */
export function useRedirect(path: string, delay: number) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const cancel = whenShown(() => {
      timer = setTimeout(() => location.replace(path), delay)
    })
    return () => {
      cancel?.()
      clearTimeout(timer)
    }
  }, [path, delay])
}
