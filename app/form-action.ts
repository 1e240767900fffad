import 'server-only'
import { cookies, headers } from 'next/headers'
import type { Problem } from '@/lib/http/response/problem'
import { runtime } from '@/lib/runtime/runtime'
import { API_ROUTES, type ApiPath } from './api/routes'

type Submission = { ok: true; body: unknown } | { ok: false; problem: Problem }

/**
 * Submits a form for a browser without JavaScript: the very API handler that the page's script would call is called
 * here, with the browser's own headers, so that every check and limit applies; its cookies go to the browser.
 */
export async function submitForm(
  path: ApiPath,
  fields: Record<string, string | number>,
): Promise<Submission> {
  const response = await API_ROUTES[path].POST(
    new Request(new URL(path, runtime().ctx.env.appUrl), {
      method: 'POST',
      headers: await apiHeaders(),
      body: JSON.stringify(fields),
    }),
  )
  return settle(response)
}

/** The one-click form of the verification page: the contract's GET, on behalf of the person who clicked. */
export async function submitVerification(token: string): Promise<Submission> {
  const url = new URL('/api/auth/verify-email', runtime().ctx.env.appUrl)
  url.searchParams.set('token', token)
  return settle(
    await API_ROUTES['/api/auth/verify-email'].GET(new Request(url, { headers: await apiHeaders() })),
  )
}

/** The browser's headers, but those that describe the form's body and how it was navigated to. */
async function apiHeaders(): Promise<Headers> {
  const forwarded = new Headers(await headers())
  for (const name of [
    'content-length',
    'transfer-encoding',
    'connection',
    'sec-fetch-dest',
    'sec-fetch-mode',
  ]) {
    forwarded.delete(name)
  }
  forwarded.set('content-type', 'application/json')
  return forwarded
}

async function settle(response: Response): Promise<Submission> {
  await passCookiesOn(response)
  if (!response.ok) return { ok: false, problem: (await response.json()) as Problem }
  return { ok: true, body: await response.json() }
}

/** Next.js writes cookies only through its own store, so ours are taken apart again. */
async function passCookiesOn(response: Response): Promise<void> {
  const store = await cookies()
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = cookie.split('; ')
    const [name = '', value = ''] = pair.split(/=(.*)/)
    const maxAge = attributes.find((attribute) => attribute.startsWith('Max-Age='))?.slice(8)
    store.set(name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: attributes.includes('Secure'),
      maxAge: Number(maxAge),
    })
  }
}
