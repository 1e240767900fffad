import type { FormMethod } from '@/lib/http/form/method'
import type { Refusal } from './answer'

/** The API's answer: its JSON body, or the refusal to show. */
export type ApiAnswer<Body> = { ok: true; body: Body } | { ok: false; refusal: Refusal }

/** `method`: where it is neither GET nor, with a body, POST. `signal` aborts the call. */
type CallSettings = { method?: FormMethod | 'GET'; signal?: AbortSignal }

/**
 * Calls the JSON API from the browser. Never throws: when nothing usable comes back (no network, a proxy's error
 * page, `signal` aborted), the refusal has the code `unreachable` and the sentence `unreachable`.
 */
export async function callApi<Body = unknown>(
  path: string,
  unreachable: string,
  json?: Record<string, unknown>,
  { method = json ? 'POST' : 'GET', signal }: CallSettings = {},
): Promise<ApiAnswer<Body>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...(json && { 'content-type': 'application/json' }) },
      body: json && JSON.stringify(json),
      cache: 'no-store',
      signal,
    })
    const body = await response.json()
    return response.ok ? { ok: true, body } : { ok: false, refusal: body }
  } catch {
    return { ok: false, refusal: { code: 'unreachable', detail: unreachable } }
  }
}
