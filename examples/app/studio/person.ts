import { createHash } from 'node:crypto'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { keep, memory, recall } from './memory'
import { AUDIENCE, huntazeUrl } from './settings'

/** The signed-in person. `id`: the `sub` of the tokens, for the life of the account. */
export type Person = { id: string; name: string; isVerified: boolean }

/** A token is asked for anew this long before it is over. */
const MARGIN = 10

let published: ReturnType<typeof createRemoteJWKSet> | undefined

/** The published keys: kept for ten minutes, and asked for again for a key that is not known. */
function keys() {
  published ??= createRemoteJWKSet(new URL('/.well-known/jwks.json', huntazeUrl()))
  return published
}

const hashOf = (cookies: string): string => createHash('sha256').update(cookies).digest('hex')

/** Asks Huntaze Auth with the visitor's cookies, all of them: a bound session has two. @returns null: nobody is signed in */
async function ask(method: 'GET' | 'POST', path: string, cookie: string, json?: unknown): Promise<unknown> {
  const response = await fetch(new URL(path, huntazeUrl()), {
    method,
    headers: { cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    body: json === undefined ? undefined : JSON.stringify(json),
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`Huntaze Auth answered ${response.status} to ${path}`)
  return await response.json()
}

/** A new token for these cookies, kept until shortly before it is over. */
async function visit(cookies: string) {
  const [given, me] = (await Promise.all([
    ask('POST', '/api/auth/token', cookies, { audience: AUDIENCE }),
    ask('GET', '/api/auth/me', cookies),
  ])) as [{ token: string; expiresIn: number } | null, { user: { name: string } } | null]
  if (!given || !me) return null
  const found = { token: given.token, name: me.user.name }
  keep(memory.visits, hashOf(cookies), found, (given.expiresIn - MARGIN) * 1000)
  return found
}

/** The claims of a token; null: it is not good, or its session has ended. */
async function claimsOf(token: string) {
  try {
    const { payload } = await jwtVerify<{ sid: string; email_verified: boolean }>(token, keys(), {
      algorithms: ['ES256'],
      issuer: huntazeUrl(),
      audience: AUDIENCE,
      requiredClaims: ['sub', 'sid', 'exp'],
    })
    return recall(memory.ended, payload.sid) ? null : payload
  } catch (error) {
    if (error instanceof errors.JWTExpired || error instanceof errors.JWSSignatureVerificationFailed)
      return null
    throw error
  }
}

/** The person whose cookies these are, or null. @throws where that is unknown, which is never "signed out" */
export async function personOf(cookies: string): Promise<Person | null> {
  const known = recall(memory.visits, hashOf(cookies))
  // The cookie of a session that was ended elsewhere is still here: Huntaze Auth says so once more.
  const claims = known && (await claimsOf(known.token))
  if (known && claims) return { id: String(claims.sub), name: known.name, isVerified: claims.email_verified }
  const found = await visit(cookies)
  const fresh = found && (await claimsOf(found.token))
  return found && fresh ? { id: String(fresh.sub), name: found.name, isVerified: fresh.email_verified } : null
}
