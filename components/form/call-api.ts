import type { Refusal } from './answer'

/** The API's answer: its JSON body, or the refusal to show. */
export type ApiAnswer<Body> = { ok: true; body: Body } | { ok: false; refusal: Refusal }

/**
 * Calls the JSON API from the browser. Never throws: when nothing usable comes back (no network, a proxy's error
 * page, `signal` aborted), the refusal has the code `unreachable` and the sentence `unreachable`.
 */
export async function callApi<Body = unknown>(
  path: string,
  unreachable: string,
  json?: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<ApiAnswer<Body>> {
  try {
    const response = await fetch(path, {
      method: json ? 'POST' : 'GET',
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
