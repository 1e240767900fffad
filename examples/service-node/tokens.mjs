import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { AUDIENCE, HUNTAZE_URL } from './settings.mjs'
import { hasEnded } from './sign-outs.mjs'

/** The token is not good. */
export class TokenRefused extends Error {}
/** The keys could not be had: nobody knows whether the token is good. */
export class KeysUnavailable extends Error {}

/**
 * The published keys. Kept for ten minutes, so that a request of ours asks nobody; asked for again for a key that is not known, but at
 * most every five seconds, whatever strangers send.
 */
const published = createRemoteJWKSet(new URL('/.well-known/jwks.json', HUNTAZE_URL), {
  cooldownDuration: 5000,
})

const keys = (header, token) =>
  published(header, token).catch((error) => {
    throw error instanceof errors.JWKSNoMatchingKey ? error : new KeysUnavailable('', { cause: error })
  })

const startedAt = Date.now()

async function claimsOf(token) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['ES256'],
      issuer: HUNTAZE_URL,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'sub', 'sid'],
      clockTolerance: 5,
    })
    return payload
  } catch (error) {
    throw error instanceof KeysUnavailable ? error : new TokenRefused('not good', { cause: error })
  }
}

/**
 * The person of a token.
 * @throws TokenRefused for one that is not good, or whose session has ended; KeysUnavailable
 */
export async function personOf(token) {
  const { sub, sid, iat, email_verified: isVerified } = await claimsOf(token)
  // The sign-outs that an earlier process heard of are forgotten. The page asks for a new token, which only the signed-in get.
  if (iat * 1000 < startedAt) throw new TokenRefused('older than this process')
  if (hasEnded(sid)) throw new TokenRefused('signed out')
  return { id: sub, isVerified }
}
