'use client'

import { type FormEvent, useActionState, useCallback, useEffect, useState } from 'react'
import { askApi } from './ask-api'
import { askWithoutScript } from './ask-without-script'
import { type FlowState, type Intent, isIntent, type Start } from './flow-state'

/** The page's state, fed by the JSON API where there is JavaScript and by form posts where there is none. */
export function useVerification(start: Start, token: string, unreachable: string) {
  const [posted, formAction] = useActionState(askWithoutScript, {})
  const [answered, setAnswered] = useState<FlowState>()
  const [pending, setPending] = useState<Intent>()

  const ask = useCallback(
    async (intent: Intent) => {
      setPending(intent)
      setAnswered(await askApi(intent, token, unreachable))
      setPending(undefined)
    },
    [token, unreachable],
  )

  useEffect(() => {
    // The token leaves the address bar at once: it shall not be bookmarked, photographed or sent along.
    history.replaceState(null, '', location.pathname)
    if (start === 'own') ask('verify')
  }, [start, ask])

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const intent = new FormData(event.currentTarget).get('intent')
    if (!pending && isIntent(intent)) ask(intent)
  }

  return { state: answered ?? posted, pending, form: { action: formAction, onSubmit } }
}
