import { z } from 'zod'
import { EXAMPLE_TOPIC } from '@/lib/kernel/brand'
import { success } from '@/openapi/answers'
import { codes } from '@/openapi/codes'
import type { RouteDocument } from '@/openapi/route-document'

export const document: RouteDocument = {
  POST: {
    id: 'emailEvents',
    chapter: 'Operation',
    summary: 'Receives the reports of Amazon SES through Amazon SNS',
    description:
      'The message’s signature proves the sender; its topic must be in `SNS_TOPIC_ARNS`. A repeated message acts once. A genuine ' +
      'message that is not understood is answered 200 and counted.',
    body: {
      type: 'text/plain',
      description: 'One SNS message, JSON as Amazon posts it, at most 256 KiB.',
      schema: z.string(),
      example: `{"Type":"Notification","TopicArn":"arn:aws:sns:eu-west-3:123456789012:${EXAMPLE_TOPIC}", …}`,
    },
    answers: { 200: { description: 'Accepted.', schema: success, example: { success: true } } },
    refusals: codes<'forbidden'>()(['forbidden']),
  },
}
