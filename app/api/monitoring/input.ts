import { z } from 'zod'
import { SPANS } from '@/lib/i18n/span'

/** Parameters of the report. */
export const reportInput = z.strictObject({
  span: z.enum(SPANS).default('24h').describe('How far back counts and trends go: one hour to thirty days.'),
})
