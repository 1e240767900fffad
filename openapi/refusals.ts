import type { ErrorCode } from '../lib/kernel/errors'
import type { OperationDocument } from './route-document'

/** What `readBody` refuses, whatever the body is. */
const OF_A_BODY: ErrorCode[] = ['client_gone', 'body_too_large']
/** What `readInput` refuses beside. */
const OF_JSON: ErrorCode[] = ['invalid_input', 'invalid_json', 'unsupported_media_type']
/** What any handler that asks the database can meet. */
const OF_THE_DATABASE: ErrorCode[] = ['internal', 'unavailable']

/** Every refusal of an operation: its handler's own, and those of the way every request takes to it. */
export function refusalsOf(
  method: string,
  { body, refusals = [], standsAlone }: OperationDocument,
): ErrorCode[] {
  const all = [
    ...refusals,
    ...(method === 'POST' ? (['cross_site_request'] as const) : []),
    ...(body ? OF_A_BODY : []),
    ...(body && body.type === undefined ? OF_JSON : []),
    ...(standsAlone ? [] : OF_THE_DATABASE),
  ]
  return [...new Set(all)]
}
