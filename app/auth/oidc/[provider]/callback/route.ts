import { endpoint } from '@/app/api/endpoint'
import { arrive } from '@/lib/auth/provider/arrive'
import { linkInSession } from '@/lib/auth/provider/link'
import type { ApiCall } from '@/lib/http/api-call'
import { stepCookie } from '@/lib/http/cookies'
import { fieldText } from '@/lib/http/form/pages'
import { isForm, readForm } from '@/lib/http/form/read-form'
import { anyone, fromProvider } from '@/lib/http/guard/open'
import { addSignIn } from '@/lib/http/response/add-sign-in'
import { offerCookie, readProviderBrowser } from '@/lib/http/response/provider-cookies'
import { secondStepPage } from '@/lib/http/second-step-page'
import { fail } from '@/lib/kernel/result'
import { finishFlow, type TakenFlow, takeFlow } from '@/lib/provider/finish'
import { findOffer } from '@/lib/provider/offer'
import type { Profile } from '@/lib/provider/profile'
import type { Provider } from '@/lib/provider/table'
import { recogniseSession } from '@/lib/session/read'
import { leadBack, leadOn, leadTo, navigation, nothing } from '../../navigation'

const asLogin = (next: string) => `/login?next=${encodeURIComponent(next)}`

/** Links in the session that the flow began in. */
async function link(call: ApiCall, profile: Profile, session: string, next: string): Promise<Response> {
  const linked = await linkInSession(call.ctx, { profile, session }, call.visitor)
  if (linked.ok) return leadOn(call, next, { provider: profile.provider })
  return linked.error.code === 'unauthenticated'
    ? leadTo(call, asLogin(next))
    : leadBack(call, next, linked.error)
}

async function signIn(call: ApiCall, profile: Profile, { next, deviceMark }: TakenFlow): Promise<Response> {
  const { ctx, visitor } = call
  const arrived = await arrive(ctx, { profile, deviceMark }, visitor)
  if (!arrived.ok) return leadBack(call, asLogin(next), arrived.error)
  const { signIn: done, step, offer } = arrived.value
  if (done) {
    return addSignIn(leadTo(call, next), ctx.env, done)
  }
  if (step) {
    const response = leadTo(call, secondStepPage(next))
    response.headers.append('Set-Cookie', stepCookie(ctx.env, step.token))
    return response
  }
  const page = `/account/link?next=${encodeURIComponent(next)}`
  const session = await recogniseSession(ctx, visitor.jwt)
  const isIn = session !== null && (await findOffer(ctx, offer, session.user.id)) !== null
  const response = isIn ? leadTo(call, page) : leadBack(call, asLogin(page), fail('identity_unlinked').error)
  response.headers.append('Set-Cookie', offerCookie(ctx.env, offer))
  return response
}

async function comeBack(call: ApiCall, provider: Provider, answer: URLSearchParams): Promise<Response> {
  const { ctx, request, visitor } = call
  const browser = readProviderBrowser(ctx.env, request.headers.get('cookie'), provider)
  const flow = await takeFlow(ctx, provider, { answer, browser })
  if (!flow) return leadBack(call, '/login', fail('provider_failed').error)
  const { session, next, locale, jwt } = flow
  const { network, userAgent, keySigns } = visitor
  // A POST from elsewhere brings no cookie of ours but the flow's own, so the flow remembers the others.
  const own: ApiCall = Object.assign(call, {
    visitor: { network, userAgent, locale, keySigns, jwt: visitor.jwt ?? jwt },
  })
  const profile = await finishFlow(ctx, provider, flow, answer)
  if (!profile.ok) return leadBack(own, session === null ? asLogin(next) : next, profile.error)
  return session === null ? signIn(own, profile.value, flow) : link(own, profile.value, session, next)
}

/**
 * `/auth/oidc/{provider}/callback`: the provider sends the browser back, Apple by a POST of its page (specification 4.7). Whatever goes
 * wrong leads to a page of ours with one sentence; nothing that the provider wrote is shown.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/auth/oidc/{provider}/callback', {
  HEAD: anyone(nothing),
  GET: fromProvider(navigation((call, provider) => comeBack(call, provider, call.url.searchParams))),
  POST: fromProvider(
    navigation(async (call, provider) => {
      const form = isForm(call.request.headers)
        ? await readForm(call.request)
        : fail('unsupported_media_type')
      const names = form.ok ? Object.keys(form.value) : []
      const fields = form.ok ? form.value : {}
      return comeBack(
        call,
        provider,
        new URLSearchParams(names.map((name) => [name, fieldText(fields, name)])),
      )
    }),
  ),
})
