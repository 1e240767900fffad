/** A document of ours at a well-known path. WebAuthn's: where passkeys are managed, and the origins that may ask for them too. */
export function wellKnownDocument(
  path: string,
  { appUrl, passkeyOrigins }: { appUrl: string; passkeyOrigins: string[] },
): object | undefined {
  const page = `${appUrl}/account/security`
  if (path === '/.well-known/passkey-endpoints') return { enroll: page, manage: page }
  if (path === '/.well-known/webauthn' && passkeyOrigins.length > 0)
    return { origins: [appUrl, ...passkeyOrigins] }
  return undefined
}

/** Where the local mailbox has a document of the issuer that it simulates; 404 under any other transport. */
export const simulatedPath = (path: string): string | undefined =>
  /^\/\.well-known\/(email-verification|web-identity)$/.test(path)
    ? path.replace('/.well-known', '/api/mailbox/issuer')
    : undefined
