import type { readBody } from '../lib/http/request/read-body'
import type { readInput } from '../lib/http/request/read-input'
import type { ExceptionCode } from '../lib/http/response/explain-error'
import type { ErrorCode } from '../lib/kernel/errors'
import type { RefusalOf } from '../lib/kernel/result'
import { codes, type DeviceCode } from './codes'
import type { OperationDocument } from './route-document'

type BodyCode = RefusalOf<typeof readBody>

const OF_A_BODY = codes<BodyCode>()(['client_gone', 'body_too_large'])
const OF_JSON = codes<Exclude<RefusalOf<typeof readInput>, BodyCode>>()([
  'invalid_input',
  'invalid_json',
  'unsupported_media_type',
])
/** Any handler that asks the database can meet these. `too_busy` comes of hashing alone, which a document names. */
const OF_THE_DATABASE = codes<Exclude<ExceptionCode, 'too_busy'>>()(['internal', 'unavailable'])

/** A request that needs a session can meet these, where the session has a key. */
const OF_THE_KEY = ['device_proof_missing', 'device_unchecked'] as const satisfies DeviceCode[]

const needsSession = ({ access = [], refusals }: OperationDocument): boolean =>
  refusals.includes('unauthenticated') && (access.includes('session') || access.includes('operatorSession'))

/** Every refusal of an operation: its handler's own, and those of the way every request takes to it. */
export function refusalsOf(method: string, operation: OperationDocument): ErrorCode[] {
  const { body, comesByItself, refusals, standsAlone } = operation
  const needed = body?.isOptional ? undefined : body
  const all = [
    ...refusals,
    ...(needsSession(operation) && !comesByItself ? OF_THE_KEY : []),
    ...(method !== 'GET' && !comesByItself ? (['cross_site_request'] as const) : []),
    ...(needed ? OF_A_BODY : []),
    ...(needed && needed.type === undefined ? OF_JSON : []),
    ...(standsAlone ? [] : OF_THE_DATABASE),
  ]
  return [...new Set(all)]
}
