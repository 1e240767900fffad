'use client'

import { useEffect } from 'react'
import { callApi } from '@/components/form/call-api'
import { useFormPage } from '@/components/form/form-page'
import { loadAnew, staleNote } from '@/components/outdated/load-anew'

/** `note`: the reason why the session is no longer that of the page's account. */
type Standing = { isStill: boolean | undefined; note?: string }

/**
 * Whether the browser's session is that of `email`; undefined when the server cannot be asked.
 * @param account the account that the page's forms name, if any: the server then explains what changed
 */
async function askWhose(email: string, account?: string): Promise<Standing> {
  const address = account ? `/api/auth/me?account=${account}` : '/api/auth/me'
  const answer = await callApi<{ user: { email: string } }>(address, '')
  if (answer.ok) return { isStill: answer.body.user.email === email }
  const note = staleNote(answer.refusal)
  return { isStill: note || answer.refusal.code === 'unauthenticated' ? false : undefined, note }
}

/**
 * Keeps a page with private content from outliving its session, which may have ended elsewhere, been signed out in another
 * tab, or be another person's by now. A browser may keep a page that was left, `no-store` or not, and bring it back without
 * a request (HTML 7.4.6.2): the page is hidden when it is left, and shown once its session is found. A tab that comes to
 * the front checks its session too, and stays visible meanwhile.
 * @param email address of the account that the page shows, if it shows one
 */
export function useSessionGuard(email: string | undefined) {
  const { account } = useFormPage()
  useEffect(() => {
    if (email === undefined) return
    const shown = email
    const { style } = document.documentElement

    async function look() {
      const { isStill, note } = await askWhose(shown, account)
      const isUnseen = style.visibility === 'hidden'
      if (isStill === false || (isStill === undefined && isUnseen)) loadAnew(note)
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
  }, [email, account])
}
