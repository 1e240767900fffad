'use client'

import { useState } from 'react'
import { type ApiAnswer, callApi } from '@/components/form/call-api'
import type { FormMethod } from '@/lib/http/form/method'
import type { BrakeTexts } from '@/lib/i18n/texts/brake'
import type { WorkNote } from './brake-note'

/**
 * Sends a form that a network over its limits may have to work for (docs/decisions/0044-brake.md). The work is loaded where an
 * answer asks for it, so that nobody else's page is larger. `note`: for `BrakeNote`.
 */
export function useBrake<Body>(unreachable: string, texts: BrakeTexts) {
  const [note, setNote] = useState<WorkNote>()

  async function send(
    action: string,
    fields: Record<string, string>,
    method: FormMethod,
  ): Promise<ApiAnswer<Body>> {
    const again = (work: string) => callApi<Body>(action, unreachable, { ...fields, work }, { method })
    const answer = await callApi<Body>(action, unreachable, fields, { method })
    if (answer.ok || !answer.refusal.work) return answer
    const loaded = await import('./work-through').catch(() => undefined)
    return loaded ? loaded.workThrough(answer, { again, show: setNote, texts }) : answer
  }
  return { send, note }
}
