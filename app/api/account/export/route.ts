import { endpoint } from '@/app/api/endpoint'
import { exportData } from '@/lib/auth/account/export-data'
import { withFreshProof } from '@/lib/http/guard/fresh-proof'
import { isUnintended } from '@/lib/http/request/cross-site'
import { json } from '@/lib/http/response/json'
import { PRODUCT } from '@/lib/kernel/brand'
import { fail } from '@/lib/kernel/result'

const fileName = (at: Date): string => `${PRODUCT.toLowerCase()}-data-${at.toISOString().slice(0, 10)}.json`

/**
 * `GET /api/account/export`: a file of everything that the tables hold about the person (specification 4.3). It is recorded, so
 * HEAD does nothing, and a browser that loads ahead gets nothing.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/account/export', {
  HEAD: withFreshProof(async () => new Response(null, { status: 200 })),
  GET: withFreshProof(
    async ({ ctx, request, visitor }, session) => {
      if (isUnintended(request)) return fail('cross_site_request')
      const exported = await exportData(ctx, session, visitor)
      if (!exported.ok) return exported
      const { exportedAt } = exported.value
      return json(200, exported.value, {
        'Content-Disposition': `attachment; filename="${fileName(exportedAt)}"`,
      })
    },
    { page: '/account/data' },
  ),
})
