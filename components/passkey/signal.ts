import type { AcceptedPasskeys } from '@/lib/auth/read-passkeys'

/** `name`: the address, `displayName`: the person's name, as an authenticator lists its passkeys by. */
export type UserDetails = { rpId: string; userId: string; name: string; displayName: string }

/** Methods of the Signal API (WebAuthn level 3, section 5.1.10), which a browser may lack. */
type Signals = {
  signalAllAcceptedCredentials?(accepted: AcceptedPasskeys): Promise<void>
  signalCurrentUserDetails?(details: UserDetails): Promise<void>
  signalUnknownCredential?(unknown: { rpId: string; credentialId: string }): Promise<void>
}

const signals = (): Signals =>
  typeof PublicKeyCredential === 'function' ? (PublicKeyCredential as unknown as Signals) : {}

/** Lets the browser forget passkeys that the account has no more. `accepted`: read after the last change. */
export const signalAccepted = (accepted: AcceptedPasskeys): void =>
  void signals()
    .signalAllAcceptedCredentials?.(accepted)
    .catch(() => {})

/** Lets the browser list its passkeys of the account under the present name and address. */
export const signalDetails = (details: UserDetails): void =>
  void signals()
    .signalCurrentUserDetails?.(details)
    .catch(() => {})

/** Lets the browser forget a passkey that no account has. */
export const signalUnknown = (rpId: string, credentialId: string): void =>
  void signals()
    .signalUnknownCredential?.({ rpId, credentialId })
    .catch(() => {})
