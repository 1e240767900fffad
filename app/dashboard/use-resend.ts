'use client'

import { type FormEvent, useActionState, useState } from 'react'
import { callApi } from '@/components/form/call-api'
import { resendLink } from './resend-link'
import type { ResendState } from './resend-state'

/** Asks for a new link: over JSON where there is JavaScript, by a form post where there is none. */
export function useResend(unreachable: string, onAnswer: () => void) {
  const [posted, action] = useActionState(resendLink, {})
  const [answered, setAnswered] = useState<ResendState>()
  const [pending, setPending] = useState(false)

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    setPending(true)
    const answer = await callApi<{ retryAfter: number }>('/api/auth/verify-email/resend', unreachable, {})
    setPending(false)
    setAnswered(
      answer.ok ? { isSent: true, retryAfter: answer.body.retryAfter } : { refusal: answer.refusal },
    )
    onAnswer()
  }

  return { resend: answered ?? posted, pending, form: { action, onSubmit } }
}
