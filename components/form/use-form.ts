'use client'

import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { loadAnew, outdatedNote } from '@/components/outdated/load-anew'
import type { FormMethod } from '@/lib/http/form/method'
import type { FormState } from './answer'
import { type ApiAnswer, callApi } from './call-api'
import { useFormPage } from './form-page'
import { sentFields, shownFields } from './sent-fields'

type Fields = Record<string, string>

type FormSettings<Body> = {
  /** The API's paths that the forms have as `action`. */
  actions: readonly string[]
  /** Shown when the server cannot be reached. */
  unreachable: string
  /** Tells apart forms of one page that share an action, by the values that came back. */
  isOwn?: (values: Fields) => boolean
  /** Sends the fields in another way than as JSON. */
  send?: (action: string, fields: Fields, method: FormMethod) => Promise<ApiAnswer<Body>>
  /** Called when the API agreed and the page is left: the form stays busy. */
  onDone?: (sent: Fields, body: Body) => void
  /** Called when the API answered and the page stays. */
  onAnswer?: () => void
}

/**
 * Forms with two ways to be sent and one presentation: JSON when the page is alive, a plain form post to the same
 * `action` when it is not. A form with the hidden field `method` (`PATCH` or `DELETE`, see `MethodField`) sends its JSON with
 * that method. Both end in the same `state`; with `ref` on the form a refusal moves the focus to the first
 * fault.
 */
export function useForm<Body = unknown>({
  actions,
  unreachable,
  isOwn = () => true,
  send = (action, fields, method) => callApi<Body>(action, unreachable, fields, { method }),
  onDone,
  onAnswer,
}: FormSettings<Body>) {
  const { outcome } = useFormPage()
  const [state, setState] = useState<FormState<Body>>(() =>
    outcome && actions.includes(outcome.action) && isOwn(outcome.values) && !outdatedNote(outcome.refusal)
      ? (outcome as FormState<Body>)
      : { values: {} },
  )
  const [pendingAction, setPendingAction] = useState<string>()
  // Known at once: a program that clicks everything in one go would find `pendingAction` as it was before its first click.
  const isSending = useRef(false)
  const ref = useFocusedFault(state)

  function release() {
    isSending.current = false
    setPendingAction(undefined)
  }

  // The browser restored a page that it kept: its earlier request is over.
  const revive = useEffectEvent(({ persisted }: PageTransitionEvent) => persisted && release())

  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => revive(event)
    addEventListener('pageshow', onShow)
    return () => removeEventListener('pageshow', onShow)
  }, [])

  async function submit(action: string, fields: Fields, method: FormMethod = 'POST') {
    if (isSending.current) return
    isSending.current = true
    setPendingAction(action)
    const answer = await send(action, fields, method)
    if (answer.ok && onDone) return onDone(fields, answer.body)
    const outdated = answer.ok ? undefined : outdatedNote(answer.refusal)
    if (!answer.ok && outdated) return loadAnew(`${outdated} ${answer.refusal.detail}`)
    release()
    const values = shownFields(fields)
    setState(
      answer.ok ? { action, answer: answer.body, values } : { action, refusal: answer.refusal, values },
    )
    onAnswer?.()
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const { submitter } = event.nativeEvent as SubmitEvent
    const { method, fields } = sentFields(form, submitter)
    submit(form.getAttribute('action') ?? '', fields, method)
  }

  const props = { ref, action: actions[0], method: 'post', onSubmit, noValidate: true } as const
  return { state, pending: pendingAction !== undefined, pendingAction, submit, onSubmit, props }
}

function useFocusedFault({ refusal }: FormState) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!refusal) return
    const fault = form.current?.querySelector<HTMLElement>('[aria-invalid]')
    const target = fault ?? form.current?.querySelector<HTMLElement>('[role=alert]')
    target?.focus()
  }, [refusal])
  return form
}
