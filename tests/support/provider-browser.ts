import { WEB_ROUTES } from '../../app/api/web-routes'
import type { ProviderName } from '../../lib/provider/schema'
import { apiRequest } from './api'

/** Somebody at the test provider. */
export type Typed = { email: string; name?: string; isVerified?: boolean }

type Cookie = { name: string; value: string; path: string }

const parsed = (line: string): Cookie => {
  const [pair = '', ...attributes] = line.split('; ')
  const path = attributes.find((each) => each.startsWith('Path='))?.slice(5) ?? '/'
  return { name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), path }
}

/** A browser without JavaScript, between our handlers in this process and a provider behind HTTP. */
export class ProviderBrowser {
  cookies: Cookie[] = []
  /** Session cookies of the provider. */
  #atProvider = new Map<string, string>()

  keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const cookie = parsed(line)
      this.cookies = this.cookies.filter(({ name, path }) => name !== cookie.name || path !== cookie.path)
      if (cookie.value !== '') this.cookies.push(cookie)
    }
    return response
  }

  cookie(name: string): string | undefined {
    return this.cookies.find((cookie) => cookie.name === name)?.value
  }

  /** The `Cookie` header for a path of ours. */
  header(path: string): string {
    const matching = this.cookies.filter((cookie) => cookie.path === '/' || path.startsWith(cookie.path))
    return matching.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  headersFor(path: string): Record<string, string> {
    const cookie = this.header(path)
    return { ...(cookie && { cookie }), 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' }
  }

  /** Presses the button. */
  async start(
    name: ProviderName = 'oidc',
    query = '',
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const path = `/auth/oidc/${name}`
    const request = apiRequest('GET', path + query, { headers: { ...this.headersFor(path), ...headers } })
    return this.keep(await WEB_ROUTES['/auth/oidc/{provider}'].GET(request))
  }

  /** Comes back from the provider. */
  async comeBack(url: string | URL): Promise<Response> {
    const { pathname, search } = new URL(url)
    const headers = { ...this.headersFor(pathname), 'sec-fetch-site': 'cross-site' }
    const request = apiRequest('GET', pathname + search, { headers })
    return this.keep(await WEB_ROUTES['/auth/oidc/{provider}/callback'].GET(request))
  }

  /** Comes back by a POST of the provider's page: only cookies with `SameSite=None` travel. */
  async postBack(name: ProviderName, fields: Record<string, string>): Promise<Response> {
    const path = `/auth/oidc/${name}/callback`
    const own = `__Host-Http-auth-provider-${name}`
    const value = this.cookie(own)
    const headers = {
      ...(value && { cookie: `${own}=${value}` }),
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://appleid.apple.com',
      'sec-fetch-site': 'cross-site',
      'user-agent': 'Mozilla/5.0',
    }
    const request = apiRequest('POST', path, { headers, body: new URLSearchParams(fields).toString() })
    return this.keep(await WEB_ROUTES['/auth/oidc/{provider}/callback'].POST(request))
  }

  async #visit(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#atProvider].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of response.headers.getSetCookie()) {
      const { name, value } = parsed(line)
      this.#atProvider.set(name, value)
    }
    return response
  }

  /** Follows redirects at the provider until one leads elsewhere or a page answers. @returns the address */
  async #follow(url: string, issuer: string, init?: RequestInit): Promise<string> {
    const response = await this.#visit(url, init)
    await response.body?.cancel()
    const location = response.headers.get('location')
    if (location === null) return url
    const next = new URL(location, url).href
    return next.startsWith(issuer) ? this.#follow(next, issuer) : next
  }

  /** Signs in at the test provider, or cancels (null). @returns the address that leads back to us */
  async signInAt(address: string, person: Typed | null): Promise<string> {
    const { origin } = new URL(address)
    const page = await this.#follow(address, origin)
    const fields = person
      ? {
          answer: 'continue',
          email: person.email,
          name: person.name ?? 'Ada Lovelace',
          ...(person.isVerified !== false && { verified: 'yes' }),
        }
      : { answer: 'cancel' }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.#follow(page, origin, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields).toString(),
    })
  }

  /** The whole way: button, provider, callback. */
  async go(person: Typed | null, query = ''): Promise<Response> {
    const started = await this.start('oidc', query)
    return this.comeBack(await this.signInAt(started.headers.get('location') ?? '', person))
  }
}

/** The path that an answer leads to. */
export function leadsTo(response: Response): string {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`${response.status} leads nowhere`)
  const { pathname, search } = new URL(location, 'https://auth.huntaze.test')
  return pathname + search
}
