'use client'

import { type FormEvent, useActionState, useEffect, useRef, useState } from 'react'
import { type FormAction, type FormState, UNSENT } from './answer'
import { callApi } from './call-api'
import { readFields } from './read-fields'

type ApiForm<Name extends string> = {
  /** Where the browser posts the fields as JSON. */
  path: string
  /** The names of the inputs to send; those that the form does not show now are left out. */
  fields: readonly Name[]
  /** The server action that does the same for a browser without JavaScript. */
  action: FormAction
  /** What to say when the server cannot be reached. */
  unreachable: string
  /** Called once the API agreed. */
  onDone: (sent: Record<Name, string>) => void
}

/**
 * One form, two ways to send it, one presentation: JSON when the page is alive, a plain form post (the server
 * action) when it is not. Both end in the same `state`; a refusal moves the focus to the first fault.
 */
export function useApiForm<Name extends string>(settings: ApiForm<Name>) {
  const form = useRef<HTMLFormElement>(null)
  const [posted, formAction, posting] = useActionState(settings.action, UNSENT)
  const [answered, setAnswered] = useState<FormState>()
  const [sending, setSending] = useState(false)
  const state = answered ?? posted

  useEffect(() => {
    if (!state.refusal) return
    const fault = form.current?.querySelector<HTMLElement>('[aria-invalid]')
    const target = fault ?? form.current?.querySelector<HTMLElement>('[role=alert]')
    target?.focus()
  }, [state])

  useEffect(() => {
    // Back to a page that the browser kept: what was sent then is over.
    const revive = ({ persisted }: PageTransitionEvent) => persisted && setSending(false)
    addEventListener('pageshow', revive)
    return () => removeEventListener('pageshow', revive)
  }, [])

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (sending) return
    const data = new FormData(event.currentTarget)
    const sent = readFields(
      data,
      settings.fields.filter((name) => data.has(name)),
    )
    setSending(true)
    const answer = await callApi(settings.path, settings.unreachable, sent)
    if (answer.ok) return settings.onDone(sent)
    setSending(false)
    setAnswered({ refusal: answer.refusal, values: posted.values })
  }

  const props = { ref: form, action: formAction, onSubmit, noValidate: true }
  return { state, pending: sending || posting, props }
}
