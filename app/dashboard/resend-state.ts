import type { Refusal } from '@/components/form/answer'

/** How the last request for a new link ended; empty before the first one. */
export type ResendState = { isSent?: boolean; retryAfter?: number; refusal?: Refusal }
