import { endpoint } from '@/app/api/endpoint'
import { simulatedDocument } from '@/lib/browser-proof/simulator/issuer'
import { withLocalIssuer } from '@/lib/http/guard/open'
import { json } from '@/lib/http/response/json'
import { fail } from '@/lib/kernel/result'

/** Chromium 156 takes no document of an issuer that keeps other sites out, without a word. */
const FOR_ANY_SITE = { 'Cross-Origin-Resource-Policy': 'cross-origin' }

/** `GET /api/mailbox/issuer/{document}`: the documents of an issuer of proofs of addresses, beside the local mailbox alone. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/mailbox/issuer/{document}', {
  GET: withLocalIssuer(async ({ ctx, params, url }) => {
    const document = simulatedDocument(ctx, params.document ?? '', url.searchParams)
    return document ? json(200, document, FOR_ANY_SITE) : fail('not_found')
  }),
})
