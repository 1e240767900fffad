import type { Refusal } from '@/components/form/answer'

/** The answer of `GET /api/auth/verify-email/status`. `retryAfter`: seconds until a new link may be asked for. */
export type Status = {
  emailVerified: boolean
  message: { state: 'queued' | 'sending' | 'sent' | 'failed'; at: string } | null
  retryAfter: number
}

/** How the last request for a new link ended; empty before the first one. */
export type ResendState = { isSent?: boolean; retryAfter?: number; refusal?: Refusal }
