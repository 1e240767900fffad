'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { callApi } from './call-api'

/** The server's word on a typed password. */
export type Judgement = { verdict: string; detail: string }

/** Milliseconds without a key after which a password is judged: nobody is judged in the middle of a word. */
const PAUSE = 500

/** The longest name and address that are told along. */
const MAX_LENGTH = 254

/** The text of the form's other field, as far as it is typed. */
function told(form: HTMLFormElement | null, name: string): string {
  const field = form?.elements.namedItem(name)
  return field instanceof HTMLInputElement ? field.value.slice(0, MAX_LENGTH) : ''
}

/** Asks the API; undefined where nothing usable comes back: the answer then comes when the form is sent. */
async function judge(
  input: HTMLInputElement,
  owner: string | undefined,
  signal: AbortSignal,
): Promise<Judgement | undefined> {
  const { form, value: password } = input
  const typed = { password, name: told(form, 'name'), email: told(form, 'email'), owner }
  const answer = await callApi<Judgement>('/api/auth/judge-password', '', typed, { signal })
  if (answer.ok) return answer.body
  const fault = answer.refusal.errors?.find(({ field }) => field === 'password')
  return fault && { verdict: fault.code, detail: fault.detail }
}

type Running = { timer?: ReturnType<typeof setTimeout>; request?: AbortController }

function stop({ timer, request }: Running): void {
  clearTimeout(timer)
  request?.abort()
}

/**
 * Judges a password while it is typed: one request after a pause, given up when typing goes on or the form is sent.
 * @returns `ref`: for an element in the form; `isStale`: the judgement is about what was typed before
 */
export function useJudgement(owner: string | undefined) {
  const [judgement, setJudgement] = useState<Judgement>()
  const [isStale, setIsStale] = useState(false)
  const running = useRef<Running>({})

  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const form = ref.current?.closest('form')
    // The answer to the form has the last word: a judgement that comes late must not take its place.
    const yieldToAnswer = () => {
      stop(running.current)
      setJudgement(undefined)
      setIsStale(false)
    }
    form?.addEventListener('submit', yieldToAnswer)
    return () => {
      form?.removeEventListener('submit', yieldToAnswer)
      stop(running.current)
    }
  }, [])

  function onInput(event: FormEvent<HTMLInputElement>) {
    stop(running.current)
    const input = event.currentTarget
    if (input.value === '') return setJudgement(undefined)
    setIsStale(true)
    running.current.timer = setTimeout(async () => {
      const request = new AbortController()
      running.current.request = request
      const answer = await judge(input, owner, request.signal)
      if (request.signal.aborted) return
      setJudgement(answer)
      setIsStale(false)
    }, PAUSE)
  }

  return { ref, judgement, isStale, onInput }
}
