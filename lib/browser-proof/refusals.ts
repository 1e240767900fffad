/** Why a proof by the browser does not count. Each ends as a sign-up with a verification mail. `lib/i18n/texts/monitoring.fr.ts` names them. */
export const PROOF_REFUSALS = [
  /** No `<evt>~<kb>` with the claims that it needs, or one of another type. */
  'malformed',
  'too_large',
  /** None that we verify; `none` is one of them. */
  'algorithm',
  /** The domain has no issuer here, or the token names another one. */
  'unknown_issuer',
  'other_address',
  /** The issuer itself does not call the address verified. */
  'not_verified',
  'expired',
  'future',
  'other_audience',
  /** Not of a form that we gave to this browser. */
  'other_nonce',
  'old_nonce',
  'used_nonce',
  /** The browser's own signature, or its hash of the issuer's word, is wrong. */
  'key_binding',
  'signature',
  /** The domain's own record does not name the issuer. */
  'dns',
  /** The issuer's keys could not be had. */
  'unreachable',
  'slow',
] as const

export type ProofRefusal = (typeof PROOF_REFUSALS)[number]
