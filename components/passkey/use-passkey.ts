'use client'

import { useState } from 'react'
import type { Refusal } from '../form/answer'
import { type ApiAnswer, callApi } from '../form/call-api'
import { askAuthenticator, type CeremonyTexts } from './ceremony'
import { signalUnknown } from './signal'

/** `field`: the body's property that carries the response; `more`: its other ones. */
type Use = { path: string; field: 'response' | 'passkey'; more?: Record<string, string> }

/** Brings a passkey to the API. A passkey that is unknown here is forgotten by the browser as well. */
export async function bringPasskey(
  { path, field, more }: Use,
  texts: CeremonyTexts,
  options?: { isAutofill: boolean },
): Promise<ApiAnswer<unknown>> {
  const asked = await askAuthenticator(texts, options)
  if (!asked.ok) return asked
  const { response, rpId } = asked.body
  const answer = await callApi(path, texts.unreachable, { ...more, [field]: response })
  const isUnknown = !answer.ok && answer.refusal.errors?.some(({ code }) => code === 'passkey_unknown')
  if (isUnknown && rpId) signalUnknown(rpId, response.id)
  return answer
}

/** A button's state: it brings a passkey, and goes on once the API agreed. */
export function usePasskey(use: Use, texts: CeremonyTexts, onDone: () => void) {
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  async function start() {
    if (pending) return
    setPending(true)
    setRefusal(undefined)
    const answer = await bringPasskey(use, texts)
    if (answer.ok) return onDone()
    setPending(false)
    setRefusal(answer.refusal)
  }
  return { pending, refusal, start }
}
