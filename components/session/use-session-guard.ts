'use client'

import { useEffect } from 'react'
import { callApi } from '@/components/form/call-api'

/** As a reload would, but Firefox then puts the old page's hidden fields back. */
const loadAnew = () => location.replace(location.pathname + location.search)

/** Whether the browser's session is that of `email`; undefined when the server cannot be asked. */
async function isStillSignedIn(email: string): Promise<boolean | undefined> {
  const answer = await callApi<{ user: { email: string } }>('/api/auth/me', '')
  if (answer.ok) return answer.body.user.email === email
  return answer.refusal.code === 'unauthenticated' ? false : undefined
}

/**
 * Keeps a page with private content from outliving its session: ended elsewhere, signed out in another tab, or another
 * person's by now. A browser may keep a page that was left, `no-store` or not, and bring it back without a request
 * (HTML 7.4.6.2): so it is left unseen, and seen again once the session is found. A page that comes to the front is
 * asked for too, and stays in sight meanwhile.
 * @param email address of the account that the page shows, if it shows one
 */
export function useSessionGuard(email: string | undefined) {
  useEffect(() => {
    if (email === undefined) return
    const shown = email
    const { style } = document.documentElement

    async function look() {
      const isStill = await isStillSignedIn(shown)
      const isUnseen = style.visibility === 'hidden'
      if (isStill === false || (isStill === undefined && isUnseen)) loadAnew()
      else style.visibility = ''
    }

    const onHide = ({ persisted }: PageTransitionEvent) => {
      if (persisted) style.visibility = 'hidden'
    }
    const onShow = ({ persisted }: PageTransitionEvent) => persisted && look()
    const onFront = () => document.hidden || look()

    addEventListener('pagehide', onHide)
    addEventListener('pageshow', onShow)
    document.addEventListener('visibilitychange', onFront)
    return () => {
      removeEventListener('pagehide', onHide)
      removeEventListener('pageshow', onShow)
      document.removeEventListener('visibilitychange', onFront)
    }
  }, [email])
}
