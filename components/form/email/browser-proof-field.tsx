'use client'

/** A value of the protocol's draft, which the HTML standard does not list yet. */
const PROOF = { autoComplete: 'email-verification-token' }

/**
 * Hidden field into which a browser puts a proof of the address, if it can (Email Verification Protocol). Under our content security policy
 * browsers hide a `nonce` that came with the page, and then take it for an empty one, so it is set after that. `nonce`: no script's, but the
 * proof's. Without JavaScript, or in any other browser, the field stays empty.
 */
export function BrowserProofField({ nonce }: { nonce: string }) {
  return <input ref={revealNonce} type="hidden" name="emailProof" {...PROOF} data-nonce={nonce} />
}

function revealNonce(field: HTMLInputElement | null): void {
  const nonce = field?.dataset.nonce
  if (nonce) field?.setAttribute('nonce', nonce)
}

/** Characters of the longest proof that is sent: a longer one would be refused with all of the form. */
const MAX_LENGTH = 8 * 1024

/** Fields of a form without a proof that is too long to be one. */
export const withoutHugeProof = (fields: Record<string, string>): Record<string, string> =>
  (fields.emailProof ?? '').length > MAX_LENGTH ? { ...fields, emailProof: '' } : fields
