import { endpoint } from '@/app/api/endpoint'
import { beginAtProvider } from '@/lib/auth/provider/begin'
import type { ApiCall } from '@/lib/http/api-call'
import { readDeviceMark } from '@/lib/http/cookies'
import { requireProof } from '@/lib/http/guard/fresh-proof'
import { anyone, withProofInside } from '@/lib/http/guard/open'
import { requireSession } from '@/lib/http/guard/session'
import { redirectTarget } from '@/lib/http/redirect-target'
import { pageRefusal } from '@/lib/http/refuse-page-request'
import { isUnintended } from '@/lib/http/request/cross-site'
import { providerCookie, readProviderBrowser } from '@/lib/http/response/provider-cookies'
import type { Provider } from '@/lib/provider/table'
import type { ActiveSession } from '@/lib/session/read'
import { leadBack, leadTo, navigation, nothing } from '../navigation'

/** The page of linked identities, where linking begins and ends. */
const IDENTITIES = '/account/security'

const asLogin = (next: string) => `/login?next=${encodeURIComponent(next)}`

type Way = { next: string; page: string; linkIn: ActiveSession | null }

async function begin(call: ApiCall, provider: Provider, { next, page, linkIn }: Way): Promise<Response> {
  const { ctx, request, visitor } = call
  const cookies = request.headers.get('cookie')
  const [deviceMark, had] = [
    readDeviceMark(ctx.env, cookies),
    readProviderBrowser(ctx.env, cookies, provider),
  ]
  const begun = await beginAtProvider(ctx, provider, { next, linkIn, deviceMark, browser: had }, visitor)
  if (!begun.ok) return leadBack(call, page, begun.error)
  const { url, browser } = begun.value
  const headers = { Location: url, 'Set-Cookie': providerCookie(ctx.env, browser, provider) }
  return new Response(null, { status: 303, headers })
}

/** Linking is a starred act: a session, and a fresh proof in it. Whoever lacks one gives it, and comes back to the button. */
async function link(call: ApiCall, provider: Provider): Promise<Response> {
  const session = await requireSession(call)
  if (!session.ok) return leadTo(call, asLogin(IDENTITIES))
  const proof = await requireProof(call, session.value)
  if (!proof.ok) return leadTo(call, `/account/confirm?next=${encodeURIComponent(IDENTITIES)}`)
  return begin(call, provider, { next: IDENTITIES, page: IDENTITIES, linkIn: session.value })
}

/** `GET /auth/oidc/{provider}?next=…` goes to the provider to sign in, with `?link=1` to link an identity (specification 4.7). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/auth/oidc/{provider}', {
  HEAD: anyone(nothing),
  GET: withProofInside(
    navigation(async (call, provider) => {
      if (isUnintended(call.request)) return pageRefusal(call.request.headers, 'cross_site_request')
      const { searchParams } = call.url
      if (searchParams.get('link') === '1') return link(call, provider)
      const next = redirectTarget(searchParams.get('next'))
      return begin(call, provider, { next, page: asLogin(next), linkIn: null })
    }),
  ),
})
