'use client'

import { type FormEvent, useActionState, useState } from 'react'
import { callApi } from '@/components/form/call-api'
import { simulate } from './simulate'
import { requestOf, type Simulation, simulationOf } from './simulation'

/** The button that sent the form. */
function chosen(event: FormEvent<HTMLFormElement>): { report: string; as: string } {
  const { submitter } = event.nativeEvent as SubmitEvent
  const { name, value } = submitter instanceof HTMLButtonElement ? submitter : { name: '', value: '' }
  return { report: name === 'report' ? value : '', as: name === 'as' ? value : '' }
}

/** Experiments with a message: over JSON where there is JavaScript, by a form post where there is none. */
export function useSimulator(message: { id: number; outboxId: number }, unreachable: string) {
  const [posted, action] = useActionState<Simulation, FormData>(simulate, {})
  const [answered, setAnswered] = useState<Simulation>()
  const [pending, setPending] = useState(false)

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const choice = chosen(event)
    const { path, body } = requestOf({ ...message, ...choice })
    setPending(true)
    const answer = await callApi(path, unreachable, body)
    setPending(false)
    setAnswered(answer.ok ? simulationOf(choice, answer.body) : { refusal: answer.refusal })
  }

  return { simulation: answered ?? posted, pending, form: { action, onSubmit } }
}
