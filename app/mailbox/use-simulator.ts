'use client'

import { type FormEvent, useActionState, useState } from 'react'
import { callApi } from '@/components/form/call-api'
import { type Simulation, simulate } from './simulate'

/** The button that sent the form: its value is the report. */
const chosenReport = (event: FormEvent<HTMLFormElement>): string => {
  const { submitter } = event.nativeEvent as SubmitEvent
  return submitter instanceof HTMLButtonElement ? submitter.value : ''
}

/** Reports of a message: over JSON where there is JavaScript, by a form post where there is none. */
export function useSimulator(outboxId: number, unreachable: string) {
  const [posted, action] = useActionState(simulate, {})
  const [answered, setAnswered] = useState<Simulation>()
  const [pending, setPending] = useState(false)

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const report = chosenReport(event)
    setPending(true)
    const answer = await callApi('/api/mailbox', unreachable, { outboxId, report })
    setPending(false)
    setAnswered(answer.ok ? { report } : { refusal: answer.refusal })
  }

  return { simulation: answered ?? posted, pending, form: { action, onSubmit } }
}
