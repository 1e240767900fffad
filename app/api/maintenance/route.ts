import { timingSafeEqual } from 'node:crypto'
import { cleanUp } from '@/lib/db/retention'
import { deliverDue } from '@/lib/email/worker'
import { endpoint, json } from '@/lib/http/endpoint'
import { fail } from '@/lib/result'
import { sha256 } from '@/lib/seal'

/** Digests have one length, so the comparison tells nothing of the secret's (OWASP ASVS 11.2.4). */
const isBearer = (header: string | null, secret: string): boolean =>
  timingSafeEqual(sha256(header ?? ''), sha256(`Bearer ${secret}`))

/**
 * `GET /api/maintenance`, bearer `CRON_SECRET`: one round of what the worker does all the time, for hosts that freeze
 * between requests. Does not exist where no secret is configured.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/maintenance', {
  async HEAD() {
    return new Response(null, { status: 200 })
  },
  async GET({ ctx, request }) {
    if (!ctx.env.cronSecret) return fail('not_found')
    if (!isBearer(request.headers.get('authorization'), ctx.env.cronSecret)) return fail('unauthenticated')
    const { sent, retried, dead } = await deliverDue(ctx)
    return json(200, { sent, retried, dead, cleaned: await cleanUp(ctx) })
  },
})
