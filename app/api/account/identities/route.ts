import { endpoint } from '@/app/api/endpoint'
import { acceptOffer } from '@/lib/auth/provider/accept-offer'
import { readGuardedCookie } from '@/lib/http/cookies'
import type { FormPages } from '@/lib/http/form/pages'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { withSession } from '@/lib/http/guard/session'
import { readOptionalInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { endedOfferCookie, OFFER_COOKIE } from '@/lib/http/response/provider-cookies'
import { requireShown } from '@/lib/http/shown-guard'
import { type Identity, listIdentities } from '@/lib/provider/find'
import { provenInput } from '../input'

const FORM: FormPages = {
  page: () => '/account/link',
  done: () => '/account/security',
  showsAnswer: true,
}

const shown = ({ id, provider, createdAt, lastUsedAt }: Identity) => ({
  id,
  provider,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})

/** `/api/account/identities`: `GET` lists linked identities, `POST` links the one that this browser brought (specification 4.7). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  '/api/account/identities',
  {
    GET: withSession(async ({ ctx }, { user }) =>
      json(200, { identities: (await listIdentities(ctx, user.id)).map(shown) }),
    ),
    POST: withFreshProof(async (call, session) => {
      const { ctx, request, visitor } = call
      const input = await readOptionalInput(call, provenInput)
      if (!input.ok) return input
      const shown = await requireShown(call, input.value.account, 'account')
      if (!shown.ok) return shown
      const offer = readGuardedCookie(ctx.env, request.headers.get('cookie'), OFFER_COOKIE)
      const accepted = await acceptOffer(ctx, session, offer, visitor)
      if (!accepted.ok) return accepted
      return json(200, accepted.value, { 'Set-Cookie': endedOfferCookie(ctx.env) })
    }),
  },
  FORM,
)
