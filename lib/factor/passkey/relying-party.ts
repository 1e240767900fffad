import { PRODUCT } from '../../kernel/brand'
import type { Env } from '../../kernel/env/env'

/**
 * COSE's ES256 and RS256 alone: every authenticator has one of them, and every Node.js checks both. The library's own choice depends
 * on the Node.js it runs on, so a passkey made on one could not be checked on another.
 */
export const ALGORITHMS = [-7, -257]

type Party = Pick<Env, 'appUrl' | 'passkeyOrigins'>

/** The relying party of WebAuthn: the host of `APP_URL`. Passkeys are bound to it for good. */
export const relyingParty = ({ appUrl }: Party) => ({ id: new URL(appUrl).hostname, name: PRODUCT })

/** Origins that may ask for a passkey: our own, and related ones by configuration (WebAuthn level 3, section 5.11). */
export const acceptedOrigins = ({ appUrl, passkeyOrigins }: Party): string[] => [appUrl, ...passkeyOrigins]
