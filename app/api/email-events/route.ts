import { endpoint } from '@/app/api/endpoint'
import { type ReportOutcome, receiveReport } from '@/lib/email/report/receive'
import { withProofInside } from '@/lib/http/guard/open'
import { readBody } from '@/lib/http/request/read-body'
import { json } from '@/lib/http/response/json'
import { fail } from '@/lib/kernel/result'

/** An SNS message is at most this large (Amazon SNS quotas). */
const MAX_REPORT_BYTES = 256 * 1024

const REFUSALS = { refused: 'forbidden', unavailable: 'unavailable' } as const

const isRefused = (outcome: ReportOutcome): outcome is keyof typeof REFUSALS => outcome in REFUSALS

/**
 * `POST /api/email-events`: what Amazon SES reports of our messages, through Amazon SNS. Not for browsers; its proof is
 * the message's signature. 403 for what is not from one of our topics, 503 where it should be sent again.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint('/api/email-events', {
  POST: withProofInside(async ({ ctx, request }) => {
    const body = await readBody(request, MAX_REPORT_BYTES)
    if (!body.ok) return body
    const outcome = await receiveReport(ctx, body.value.toString('utf8'))
    return isRefused(outcome) ? fail(REFUSALS[outcome]) : json(200, { success: true })
  }),
})
