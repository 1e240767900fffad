'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useLayoutEffect } from 'react'
import { type ApiAnswer, callApi } from '@/components/form/call-api'
import { useForm } from '@/components/form/use-form'
import { linkView } from './link-view'

type LinkSettings<Start, Body> = {
  /** The API's path that takes the link's form. */
  action: string
  /** The link's state when the server wrote the page. */
  start: Start
  unreachable: string
  send?: (action: string, fields: Record<string, string>) => Promise<ApiAnswer<Body>>
}

/** State of the page of a mailed link. Until the link is used, a reload, Back or another browser needs the token in the address. */
export function useLink<Start extends string, Body = unknown>({
  action,
  start,
  unreachable,
  send,
}: LinkSettings<Start, Body>) {
  const router = useRouter()
  const { state, pending, onSubmit } = useForm<Body>({ actions: [action], unreachable, send })
  const view = linkView(start, state)
  // The frame of the page names who is signed in, which may have changed.
  const renew = useEffectEvent(() => view !== start && router.refresh())

  // A layout effect, so that the token is gone before the message is painted.
  useLayoutEffect(() => {
    if (view === 'done' || view === 'used') history.replaceState(null, '', location.pathname)
  }, [view])

  useEffect(() => {
    if (view === 'done') renew()
  }, [view])

  return { state, view, pending, onSubmit }
}

/** Sends the answer to "Was this you?": a "yes" changes nothing, so that it stays in the browser. */
export const sendAnswer = async (
  action: string,
  fields: Record<string, string>,
  unreachable: string,
): Promise<ApiAnswer<unknown>> =>
  fields.answer === 'not_me'
    ? callApi(action, unreachable, { token: fields.token })
    : { ok: true, body: { success: true } }
