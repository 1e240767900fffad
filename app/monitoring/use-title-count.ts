'use client'

import { useEffect } from 'react'

/** Puts `count` before the page's title, for a tab behind others; nothing if it is 0. */
export function useTitleCount(count: number) {
  useEffect(() => {
    const title = document.title.replace(/^\(\d+\) /, '')
    document.title = count > 0 ? `(${count}) ${title}` : title
  }, [count])
}
