import { z } from 'zod'

const base64url = z
  .string({ error: 'response_invalid' })
  .max(8192, { error: 'response_invalid' })
  .regex(/^[\w-]*$/, { error: 'response_invalid' })

const common = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key', { error: 'response_invalid' }),
  authenticatorAttachment: z
    .string()
    .max(64)
    .nullish()
    .transform(() => undefined),
  clientExtensionResults: z
    .looseObject({})
    .optional()
    .transform(() => ({})),
}

/** `RegistrationResponseJSON` of WebAuthn level 3, section 5.1, as `PublicKeyCredential.toJSON()` gives it. */
export const enrolmentResponse = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(z.string().max(32)).max(16).optional(),
    }),
  })
  .describe('`RegistrationResponseJSON` (WebAuthn level 3): `credential.toJSON()`.')

/** `AuthenticationResponseJSON`, likewise. */
export const passkeyResponse = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.nullish().transform((handle) => handle ?? undefined),
    }),
  })
  .describe('`AuthenticationResponseJSON` (WebAuthn level 3): `credential.toJSON()`.')

export type EnrolmentResponse = z.output<typeof enrolmentResponse>
export type PasskeyResponse = z.output<typeof passkeyResponse>
