import { z } from 'zod'
import { passkeyResponse } from '@/lib/factor/passkey/response'

export const passkeyInput = z.strictObject({ response: passkeyResponse })

/** A response as an authenticator gives it, for the API's document. */
export const A_RESPONSE = {
  id: 'q80',
  rawId: 'q80',
  type: 'public-key' as const,
  clientExtensionResults: {},
  response: { clientDataJSON: 'eyJ9', authenticatorData: 'SZYN', signature: 'MEUC' },
}
