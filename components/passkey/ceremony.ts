import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser'
import { type ApiAnswer, callApi } from '../form/call-api'

/** Sentences for what ends a ceremony without our server. */
export type CeremonyTexts = { unreachable: string; cancelled: string; known: string }

/** Options of the API; `rpId` in those of a use, `rp` in those of an enrolment. */
type Options = { challenge: string; rpId?: string }

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => typeof PublicKeyCredential === 'function'

// Loaded when it is first needed: most visits never do.
const load = () => import('@simplewebauthn/browser')

const refusal = (code: string, detail: string) => ({ ok: false, refusal: { code, detail } }) as const

/** An authenticator's own refusals: `InvalidStateError` where it has a passkey of the account already (WebAuthn 6.3.2). */
function refusalOf(error: unknown, texts: CeremonyTexts) {
  const { name, cause } = Object(error) as { name?: string; cause?: { name?: string } }
  const isKnown = [name, cause?.name].includes('InvalidStateError')
  return isKnown ? refusal('passkey_known', texts.known) : refusal('cancelled', texts.cancelled)
}

type Asked<Response> = ApiAnswer<{ response: Response; rpId?: string }>

/** Asks an authenticator for a passkey. `isAutofill`: offers it among the suggestions of an address field, and waits. */
export async function askAuthenticator(
  texts: CeremonyTexts,
  { isAutofill = false } = {},
): Promise<Asked<AuthenticationResponseJSON>> {
  const options = await callApi<Options>('/api/auth/passkey/options', texts.unreachable, undefined, {
    method: 'POST',
  })
  if (!options.ok) return options
  try {
    const { startAuthentication } = await load()
    const response = await startAuthentication({
      optionsJSON: options.body as Parameters<typeof startAuthentication>[0]['optionsJSON'],
      useBrowserAutofill: isAutofill,
    })
    return { ok: true, body: { response, rpId: options.body.rpId } }
  } catch (error) {
    return refusalOf(error, texts)
  }
}

/** Lets an authenticator make a passkey. `isQuiet`: without a dialog, where the browser just filled a password in. */
export async function makePasskey(
  proof: Record<string, string>,
  texts: CeremonyTexts,
  { isQuiet = false } = {},
): Promise<Asked<RegistrationResponseJSON>> {
  const options = await callApi<Options>('/api/account/passkeys/options', texts.unreachable, {
    ...proof,
    ...(isQuiet && { isQuiet }),
  })
  if (!options.ok) return options
  try {
    const { startRegistration } = await load()
    const response = await startRegistration({
      optionsJSON: options.body as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      useAutoRegister: isQuiet,
    })
    return { ok: true, body: { response } }
  } catch (error) {
    return refusalOf(error, texts)
  }
}
