'use client'

import { useEffect } from 'react'
import { whenShown } from '@/components/when-shown'

/**
 * Goes to `path` once the page was before somebody's eyes for `delay` milliseconds, and leaves no way back to a page that
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
