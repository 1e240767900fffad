import { setTimeout as sleep } from 'node:timers/promises'
import { endpoint } from '@/app/api/endpoint'
import { simulatedPerson, simulatedWord } from '@/lib/browser-proof/simulator/issuer'
import { withLocalIssuer } from '@/lib/http/guard/open'
import { readInput } from '@/lib/http/request/read-input'
import { json } from '@/lib/http/response/json'
import { SECOND } from '@/lib/kernel/clock'
import { fail } from '@/lib/kernel/result'
import { issuanceInput } from '../../input'

/** Longer than a sign-up waits for anything. */
const SLOW = 10 * SECOND

/** The browser's key in its header `Signature-Key` (RFC 8941): an Ed25519 one, in base64url. */
const BROWSER_KEY = /;x="?([\w-]{43})"?/

/** As of the documents. */
const FOR_ANY_SITE = { 'Cross-Origin-Resource-Policy': 'cross-origin' }

/** `POST /api/mailbox/issuer/token`: vouches for an address as an issuer does. Browsers ask it for pages of every site. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/mailbox/issuer/token', {
  POST: withLocalIssuer(async (call) => {
    const { ctx, request } = call
    const input = await readInput(call, issuanceInput)
    if (!input.ok) return input
    const person = simulatedPerson(ctx, input.value.email)
    const [, x] = BROWSER_KEY.exec(request.headers.get('signature-key') ?? '') ?? []
    if (!person || !x) return fail('not_found')
    if (person.isSlow) await sleep(SLOW, null, { signal: request.signal, ref: false }).catch(() => undefined)
    return json(200, { issuance_token: simulatedWord(ctx, { email: person.email, x }) }, FOR_ANY_SITE)
  }),
})
